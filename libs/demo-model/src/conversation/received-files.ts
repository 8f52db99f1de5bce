import { isRecord, type Content, type ContentPart } from './request-fields.schema.js';

/** A file that came with a message, or was only told of. */
export interface ReceivedFile {
  readonly kind: 'image' | 'file' | 'recording';
  readonly name: string | null;
  /** Null: it was not sent along. */
  readonly content: FileContent | null;
}

export interface FileContent {
  readonly mimeType: string;
  readonly bytes: number;
  /** Of a text; null for all else. */
  readonly firstLine: string | null;
}

/** How a server tells of a file that it does not send along, names an image, and writes a text file into a message. */
const DESCRIBED_FILE = /\[Attached file: (?<name>[^\n]{1,255}?) \([^()\n]*\/[^()\n]*\)\.[^\]\n]*\]/gu;
const IMAGE_NAME = /^\[Attached image: (?<name>[^\n]{1,255})\]$/u;
const TEXT_FILE = /^<AttachedFile name="(?<name>[^\n]*)" type="(?<type>[^"\n]*)">\n(?<text>[\s\S]*)\n<\/AttachedFile>$/u;
const DATA_URL = /^data:(?<type>[^;,]+);base64,(?<base64>[A-Za-z0-9+/]*={0,2})$/u;

const IMAGES: readonly string[] = ['input_image', 'image_url', 'image'];
const FILES: readonly string[] = ['input_file', 'file', 'input_audio'];

/** @returns what a person wrote, and the files of the message */
export function receivedFiles(content: Content): { readonly text: string; readonly files: readonly ReceivedFile[] } {
  const parts: readonly ContentPart[] = typeof content === 'string' ? [{ type: 'input_text', text: content }] : content;
  const files: ReceivedFile[] = [];
  let text = '';
  let imageName: string | null = null;
  for (const part of parts) {
    const written = writtenIn(part);
    const label = IMAGE_NAME.exec(written)?.groups?.['name'];
    const file = textFile(written) ?? sentFile(part, imageName);
    imageName = label ?? null;
    if (file !== null) {
      files.push(file);
    } else if (label === undefined) {
      files.push(...describedIn(written));
      text += written.replaceAll(DESCRIBED_FILE, '');
    }
  }
  return { text: text.trim(), files };
}

const writtenIn = (part: ContentPart): string => (typeof part['text'] === 'string' ? part['text'] : '');

function textFile(written: string): ReceivedFile | null {
  const { name = null, type = '', text } = TEXT_FILE.exec(written)?.groups ?? {};
  return text === undefined ? null : { kind: 'file', name, content: contentOf(type, Buffer.from(text)) };
}

/** Flat in the Responses API, nested in Chat Completions. @param imageName an image says no name of its own */
function sentFile(part: ContentPart, imageName: string | null): ReceivedFile | null {
  if (IMAGES.includes(part.type)) {
    return { kind: 'image', name: imageName, content: contentAt(urlIn(part['image_url'])) };
  }
  if (!FILES.includes(part.type)) {
    return null;
  }
  const fields = isRecord(part['file']) ? part['file'] : part;
  const name = typeof fields['filename'] === 'string' ? fields['filename'] : null;
  return { kind: part.type === 'input_audio' ? 'recording' : 'file', name, content: contentAt(fields['file_data']) };
}

const describedIn = (text: string): ReceivedFile[] =>
  [...text.matchAll(DESCRIBED_FILE)].map((match) => ({ kind: 'file', name: match.groups?.['name'] ?? null, content: null }));

const urlIn = (value: unknown): unknown => (isRecord(value) ? value['url'] : value);

function contentAt(url: unknown): FileContent | null {
  const { type, base64 } = (typeof url === 'string' ? DATA_URL.exec(url)?.groups : undefined) ?? {};
  return type === undefined || base64 === undefined ? null : contentOf(type, Buffer.from(base64, 'base64'));
}

function contentOf(mimeType: string, bytes: Buffer): FileContent {
  const isText = /^(?:text\/|application\/(?:.+\+)?(?:json|xml|yaml)$)/.test(mimeType);
  return { mimeType, bytes: bytes.length, firstLine: isText ? firstLineOf(bytes.toString('utf8')) : null };
}

const firstLineOf = (text: string): string | null =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
    ?.slice(0, 200) ?? null;
