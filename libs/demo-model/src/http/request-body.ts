import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.js';

/** Enough for a conversation with several images as data URLs. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** @throws ApiError 413 when the body is longer than the limit */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new ApiError(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`, { code: 'request_too_large' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws ApiError 400 when the body is not JSON, 413 when it is too long */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (cause) {
    throw Object.assign(new ApiError(400, 'The body is not valid JSON.', { code: 'invalid_json' }), { cause });
  }
}
