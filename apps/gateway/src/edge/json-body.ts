import { FrontdeskError } from '@frontdesk/contracts';

/** Deeper than any message of the protocol; shallow enough for every recursive reader behind us, Postgres' included. */
const MAX_DEPTH = 100;
/** Escapes of what Postgres cannot keep: NUL, and halves of surrogate pairs (whole pairs match too, and survive). */
const SUSPICIOUS_ESCAPE = /\\u(?:0000|d[89a-f])/i;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * The body of a request as JSON, whatever its content type says. Characters that no store can keep are dropped (NUL)
 * or replaced (halves of surrogate pairs).
 *
 * @throws FrontdeskError invalid_request when it is no JSON in UTF-8, or nested too deeply
 */
export function parseJsonBody(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new FrontdeskError('invalid_request', { detail: 'The body is empty; a JSON object is expected.', param: 'body' });
  }
  const text = decode(body);
  if (isTooDeep(text)) {
    throw new FrontdeskError('invalid_request', { detail: `The body is nested deeper than ${MAX_DEPTH} levels.`, param: 'body' });
  }
  const value = parse(text);
  return SUSPICIOUS_ESCAPE.test(text) ? storable(value) : value;
}

const notJson = (cause: unknown): FrontdeskError =>
  new FrontdeskError('invalid_request', { detail: 'The body is not valid JSON.', param: 'body', cause });

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw notJson(cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(cause);
  }
}

/** Counts brackets outside of strings; on broken JSON the count means nothing, but the parser refuses that anyway. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
    } else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > MAX_DEPTH) {
        return true;
      }
    } else if (character === ']' || character === '}') {
      depth -= 1;
    }
  }
  return false;
}

/** Index of the quote that closes the string that opens at `from`. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    at += text[at] === '\\' ? 2 : 1;
  }
  return at;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replaceAll('\0', '').replace(LONE_SURROGATE, '\uFFFD');
  }
  if (Array.isArray(value)) {
    return value.map(storable);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storable(inner)]));
  }
  return value;
}
