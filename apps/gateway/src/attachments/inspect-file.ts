import { open } from 'node:fs/promises';
import { IMAGE_TYPES, drawForModel, drawPreview, isTextType, type AttachmentKind } from '@frontdesk/attachments';
import { FrontdeskError } from '@frontdesk/contracts';
import { fileTypeFromFile } from 'file-type';

export interface Inspected {
  readonly kind: AttachmentKind;
  readonly mimeType: string;
}

const OCTETS = 'application/octet-stream';
/** Enough to tell text from bytes. */
const LOOKED_AT_BYTES = 65_536;
/** Formats that others are packed in: what they are said to be may be the better name. */
const CONTAINERS: ReadonlySet<string> = new Set(['application/zip', 'application/x-cfb', 'application/xml', 'application/gzip']);

/**
 * What a file is, by its bytes. A wrong name among harmless ones is put right; what is called a picture and is none is refused.
 *
 * @param declared the media type that its sender gave
 * @throws FrontdeskError invalid_request when it is announced as a picture and is none
 */
export async function inspectFile(path: string, declared: string): Promise<Inspected> {
  const sniffed = (await fileTypeFromFile(path))?.mime;
  const mimeType = sniffed === undefined ? await withoutSignature(path, declared) : withSignature(sniffed, declared);
  const kind = IMAGE_TYPES.has(mimeType) ? 'image' : 'file';
  if (kind === 'file' && IMAGE_TYPES.has(declared)) {
    throw new FrontdeskError('invalid_request', { detail: `The file is no picture, though it is called ${declared}.`, param: 'file' });
  }
  return { kind, mimeType };
}

const withSignature = (sniffed: string, declared: string): string =>
  CONTAINERS.has(sniffed) && declared.startsWith('application/') && declared !== OCTETS ? declared : sniffed;

async function withoutSignature(path: string, declared: string): Promise<string> {
  if (!(await isText(path))) {
    return isTextType(declared) || IMAGE_TYPES.has(declared) || declared === 'application/pdf' ? OCTETS : declared;
  }
  return isTextType(declared) ? declared : 'text/plain';
}

async function isText(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
    const start = buffer.subarray(0, bytesRead);
    // `stream`: a character that the end of the window cuts in two is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return !start.includes(0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return false;
    }
    throw cause;
  } finally {
    await file.close();
  }
}

/**
 * Draws what people see of a picture, and what a model gets.
 *
 * @throws FrontdeskError invalid_request when it is broken, or too large to be opened
 */
export async function drawRenditions(path: string, previewPath: string, modelPath: string): Promise<void> {
  try {
    await drawPreview(path, previewPath);
    await drawForModel(path, modelPath);
  } catch (cause) {
    throw new FrontdeskError('invalid_request', { detail: 'The picture cannot be opened: it is broken or too large.', param: 'file', cause });
  }
}
