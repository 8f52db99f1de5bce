import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';

/** A file as a request brings it. */
export interface IncomingFile {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Readable;
}

const missing = (detail: string, cause?: unknown): FrontdeskError => new FrontdeskError('invalid_request', { detail, param: 'file', cause });

/** The form's field `file`. @throws FrontdeskError invalid_request when there is none */
export async function fileInForm(request: FastifyRequest): Promise<IncomingFile> {
  const expected = 'A multipart/form-data body with a field `file` is expected.';
  if (!request.isMultipart()) {
    throw missing(expected);
  }
  // The size is bounded by who writes the bytes down, which knows the bound.
  const part = await request.file({ limits: { fileSize: Infinity, files: 1, fields: 20, fieldSize: 10_000 } }).catch((cause: unknown) => {
    throw missing(expected, cause);
  });
  if (part?.fieldname !== 'file') {
    throw missing(expected);
  }
  return { name: part.filename, mimeType: part.mimetype, bytes: part.file };
}

/** The bytes that a request brings, in a form or as its whole body. @throws FrontdeskError invalid_request when there are none */
export async function bytesIn(request: FastifyRequest): Promise<Readable> {
  if (request.isMultipart()) {
    return (await fileInForm(request)).bytes;
  }
  if (request.body === undefined || request.body === null) {
    throw missing('The file is expected as a multipart/form-data body with a field `file`, or as the body itself.');
  }
  return request.body as Readable; // edge/body-parsing leaves it as it comes at this address
}

/** Passes on as many bytes as are allowed and swallows the rest: who sends too many is told so, and not cut off. */
export class BytesAtMost extends Transform {
  /** All that came. */
  size = 0;

  constructor(private readonly max: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    done(null, this.size > this.max ? undefined : chunk);
  }
}
