import type { ComposerOption } from '@openai/chatkit';
import type { MessageKey } from '../locale/en.js';

export type AttachmentOption = NonNullable<ComposerOption['attachments']>;

const DEFAULT_MAX_BYTES = 100 * 1024 * 1024;
const DEFAULT_MAX_COUNT = 10;

/** Why a file is not taken, as a sentence to translate. */
export interface Refusal {
  key: MessageKey;
  values: Record<string, string | number>;
}

/** Kinds of files that have a name of their own here, where browsers know no type. */
const extensionOf = (name: string): string => {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot).toLowerCase();
};

const matchesType = (pattern: string, type: string): boolean => {
  if (pattern === '*' || pattern === '*/*' || pattern === '') {
    return true;
  }
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
};

const isCatchAll = (pattern: string): boolean => pattern === '*' || pattern === '';

/** The most bytes that a file of this type may have. An exact type wins over a pattern, a pattern over the fallback. */
export const maxBytes = ({ maxSize }: AttachmentOption, type: string): number => {
  if (typeof maxSize !== 'object') {
    return maxSize ?? DEFAULT_MAX_BYTES;
  }
  const pattern = Object.keys(maxSize).find((entry) => !isCatchAll(entry) && entry !== type && matchesType(entry, type));
  return maxSize[type] ?? (pattern === undefined ? undefined : maxSize[pattern]) ?? maxSize['*'] ?? maxSize[''] ?? DEFAULT_MAX_BYTES;
};

export const maxCount = (option: AttachmentOption): number => option.maxCount ?? DEFAULT_MAX_COUNT;

/** As `<input type=file>` wants it; undefined when everything is accepted. */
export const acceptAttribute = ({ accept }: AttachmentOption): string | undefined =>
  accept === undefined
    ? undefined
    : Object.entries(accept)
        .flatMap(([type, extensions]) => [type, ...extensions])
        .join(',');

const isAccepted = ({ accept }: AttachmentOption, file: File): boolean => {
  if (accept === undefined) {
    return true;
  }
  return Object.entries(accept).some(
    ([type, extensions]) =>
      (file.type !== '' && matchesType(type, file.type)) ||
      extensions.some((extension) => extension.toLowerCase() === extensionOf(file.name)),
  );
};

const acceptedNames = ({ accept = {} }: AttachmentOption): string =>
  [...new Set(Object.entries(accept).flatMap(([type, extensions]) => (extensions.length > 0 ? extensions : [type])))].join(', ');

/** A size for people. */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
};

/** Why this file is not taken; null when it is. */
export const refusalOf = (option: AttachmentOption, file: File): Refusal | null => {
  const { name } = file;
  if (!isAccepted(option, file)) {
    return { key: 'files.type', values: { name, types: acceptedNames(option) } };
  }
  if (file.size === 0) {
    return { key: 'files.empty', values: { name } };
  }
  const most = maxBytes(option, file.type);
  return file.size > most ? { key: 'files.size', values: { name, size: formatBytes(most) } } : null;
};
