import { isTextType, type AttachmentRecord, type Rendition } from '@frontdesk/attachments';
import type { AttachmentPart, InputPart } from './attachment-part.js';

export type ModelApi = 'responses' | 'chat_completions';

/** How a file reaches a model: which of its renditions, how much of it, and as what parts of a message. */
export interface ModelForm {
  readonly rendition: Rendition;
  /** Bytes that are given at most. */
  readonly maxBytes: number;
  parts(part: AttachmentPart, record: AttachmentRecord, bytes: Buffer): InputPart[];
}

/** Text in a message is read whole by every model, and paid for: a longer file is given by its beginning. */
const TEXT_BYTES = 262_144;

/** What the Responses API reads besides PDF and text. */
const DOCUMENT = /^application\/(msword|rtf|vnd\.ms-(excel|powerpoint)|vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)|vnd\.openxmlformats-officedocument\..+)$/;

const dataUrl = (mimeType: string, bytes: Buffer): string => `data:${mimeType};base64,${bytes.toString('base64')}`;

const IMAGE: ModelForm = {
  rendition: 'model',
  maxBytes: Infinity,
  parts: ({ filename }, _record, bytes) => [
    ...(filename === undefined ? [] : [{ type: 'input_text' as const, text: `[Attached image: ${filename}]` }]),
    { type: 'input_image', image: dataUrl('image/jpeg', bytes), detail: 'auto' },
  ],
};

const FILE: ModelForm = {
  rendition: 'original',
  maxBytes: Infinity,
  parts: (_part, { name, mimeType }, bytes) => [{ type: 'input_file', file: dataUrl(mimeType, bytes), filename: name }],
};

const TEXT: ModelForm = {
  rendition: 'original',
  maxBytes: TEXT_BYTES,
  parts: (_part, { name, mimeType, size }, bytes) => {
    // `stream`: a character that the end of the window cuts in two is left out.
    const text = new TextDecoder('utf-8').decode(bytes, { stream: true });
    const rest = size > bytes.length ? `\n[Only the first ${bytes.length} of ${size} bytes of the file are shown.]` : '';
    return [{ type: 'input_text', text: `<AttachedFile name=${JSON.stringify(name)} type="${mimeType}">\n${text}${rest}\n</AttachedFile>` }];
  },
};

/** @returns null when the API has no way to take such a file */
export function modelForm({ kind, mimeType }: Pick<AttachmentRecord, 'kind' | 'mimeType'>, api: ModelApi): ModelForm | null {
  if (kind === 'image') {
    return IMAGE;
  }
  if (mimeType === 'application/pdf') {
    return FILE;
  }
  if (isTextType(mimeType)) {
    return api === 'responses' ? FILE : TEXT;
  }
  return api === 'responses' && DOCUMENT.test(mimeType) ? FILE : null;
}
