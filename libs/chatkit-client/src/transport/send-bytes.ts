import { ChatKitConnectionError, httpErrorOf } from './errors.js';
import type { Fetch } from './transport.js';

export interface BytesRequest {
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: FormData | Blob;
}

export interface SendBytesOptions {
  readonly signal: AbortSignal;
  /** Called with the share of the bytes that has gone out, 0 to 1. Never called where a fetch of the page sends them. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Sends bytes. Without a fetch of the page's own it goes the old way, which alone tells how far it has come.
 * @returns the body of the successful answer
 * @throws ChatKitHttpError, ChatKitConnectionError or the signal's reason
 */
export async function sendBytes(request: BytesRequest, fetch: Fetch | null, options: SendBytesOptions): Promise<string> {
  options.signal.throwIfAborted();
  if (fetch === null && typeof XMLHttpRequest !== 'undefined') {
    return sendWithProgress(request, options);
  }
  const { url, ...init } = request;
  let response: Response;
  try {
    response = await (fetch ?? globalThis.fetch)(url, { ...init, signal: options.signal });
  } catch (cause) {
    options.signal.throwIfAborted();
    throw new ChatKitConnectionError('The server could not be reached.', { cause });
  }
  if (!response.ok) {
    throw await httpErrorOf(response);
  }
  return response.text();
}

async function sendWithProgress({ url, method, headers, body }: BytesRequest, { signal, onProgress }: SendBytesOptions): Promise<string> {
  const request = new XMLHttpRequest();
  const stop = (): void => request.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      request.open(method, url);
      for (const [name, value] of Object.entries(headers)) {
        request.setRequestHeader(name, value);
      }
      request.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress?.(event.loaded / event.total));
      request.addEventListener('load', () => resolve());
      request.addEventListener('error', () => reject(new ChatKitConnectionError('The server could not be reached.')));
      request.addEventListener('abort', () => reject(signal.reason as Error));
      request.send(body);
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (request.status < 200 || request.status > 299) {
    throw await httpErrorOf(new Response(request.responseText, { status: request.status }));
  }
  return request.responseText;
}
