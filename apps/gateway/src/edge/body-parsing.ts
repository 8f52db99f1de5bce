import type { Readable } from 'node:stream';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Where the body of a request is a file, to be read as it comes by who knows how large it may be. */
const FILES: ReadonlySet<string> = new Set(['/files/:id/upload']);
/** A recording says that it is one within so many bytes: every client writes the operation's type first. */
const SAID_WITHIN_BYTES = 1_024;
const RECORDING = '"input.transcribe"';

export interface BodyLimits {
  readonly bytes: number;
  /** Of an operation that carries a recording. */
  readonly recordingBytes: number;
  /** Whether the sender is somebody we know: only they may send more than `bytes`. */
  readonly isKnown: (request: FastifyRequest) => Promise<boolean>;
}

/**
 * Bodies stay bytes until their operation reads them, whatever the content type says: there the refusal can name the reason.
 * Forms are read by @fastify/multipart, as they come.
 */
export function parseBodiesAsBytes(fastify: FastifyInstance, limits: BodyLimits): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', async (request: FastifyRequest, payload: Readable) =>
    FILES.has(request.routeOptions.url ?? '') ? payload : bytesOf(request, payload, limits),
  );
}

/** @throws FrontdeskError payload_too_large; unauthorized for a long one of somebody unknown; invalid_request when it breaks off */
async function bytesOf(request: FastifyRequest, payload: Readable, limits: BodyLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let limit = limits.bytes;
  // What is too long is not read to its end, and the connection stays for the answer.
  for await (const chunk of unbroken(payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>)) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > limit) {
      limit = await longerLimit(request, chunks, limits);
    }
    if (size > limit) {
      throw new FrontdeskError('payload_too_large');
    }
  }
  return Buffer.concat(chunks);
}

async function longerLimit(request: FastifyRequest, chunks: readonly Buffer[], { bytes, recordingBytes, isKnown }: BodyLimits): Promise<number> {
  if (!Buffer.concat(chunks).subarray(0, SAID_WITHIN_BYTES).includes(RECORDING)) {
    return bytes;
  }
  if (!(await isKnown(request))) {
    throw new FrontdeskError('unauthorized');
  }
  return Math.max(bytes, recordingBytes);
}

async function* unbroken(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  try {
    yield* chunks;
  } catch (cause) {
    throw new FrontdeskError('invalid_request', { detail: 'The body broke off.', param: 'body', cause });
  }
}
