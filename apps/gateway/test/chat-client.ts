import { SseReader } from './sse-reader.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; what comes over a socket is unknown to the types, and the assertion is the check. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
  readonly body: any;
}

/** Speaks the protocol as a browser does: fetch, a Bearer token, and nothing else. */
export class ChatClient {
  constructor(
    readonly url: string,
    readonly secret: string,
  ) {}

  post(body: string | Uint8Array<ArrayBuffer>, init: { headers?: Record<string, string>; path?: string; signal?: AbortSignal } = {}): Promise<Response> {
    return fetch(`${this.url}${init.path ?? '/chatkit'}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.secret}`, ...init.headers },
      signal: init.signal ?? null,
    });
  }

  /** An operation that answers with one document, or is refused. */
  async ask(type: string, params: unknown = {}, init: { headers?: Record<string, string> } = {}): Promise<Reply> {
    return replyOf(await this.post(JSON.stringify({ type, params }), init));
  }

  /** An operation that answers with a stream. Fails when it does not. */
  async stream(type: string, params: unknown, options: { resumable?: boolean; key?: string } = {}): Promise<SseReader> {
    const abort = new AbortController();
    const headers: Record<string, string> = {
      ...(options.resumable === true ? { 'frontdesk-resume': '1' } : {}),
      ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
    };
    const response = await this.post(JSON.stringify({ type, params }), { headers, signal: abort.signal });
    if (response.status !== 200 || response.body === null) {
      throw new Error(`${type} answered ${response.status}: ${await response.text()}`);
    }
    return new SseReader(response, abort);
  }

  /** Any other address of the gateway. */
  async fetch(path: string, init: RequestInit = {}): Promise<Reply> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.secret}`);
    return replyOf(await fetch(`${this.url}${path}`, { ...init, headers }));
  }
}

export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

/** A user's message as clients submit it. */
export const says = (text: string, more: Record<string, unknown> = {}) => ({
  content: [{ type: 'input_text', text }],
  attachments: [],
  inference_options: {},
  ...more,
});
