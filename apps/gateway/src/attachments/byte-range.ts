import type { ByteRange } from '@frontdesk/attachments';

const FROM = /^bytes=(?<first>\d+)-(?<last>\d*)$/;
const LAST = /^bytes=-(?<count>\d+)$/;

/**
 * What a `Range` header asks for (RFC 9110, 14.2).
 *
 * @returns null for the whole file: without the header, and where it asks for what we do not give, such as several ranges;
 *   'unsatisfiable' when it begins behind the file's end
 */
export function rangeIn(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const count = LAST.exec(header ?? '')?.groups?.['count'];
  if (count !== undefined) {
    return within({ start: Math.max(0, size - Number(count)), end: size - 1 }, size);
  }
  const { first, last } = FROM.exec(header ?? '')?.groups ?? {};
  if (first === undefined) {
    return null;
  }
  const end = last === undefined || last === '' ? Infinity : Number(last);
  // One that ends before it begins is not valid, and to be ignored.
  return end < Number(first) ? null : within({ start: Number(first), end: Math.min(end, size - 1) }, size);
}

const within = (range: ByteRange, size: number): ByteRange | 'unsatisfiable' => (range.start >= size ? 'unsatisfiable' : range);
