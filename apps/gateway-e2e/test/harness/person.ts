import { threadStreamEventSchema } from '@frontdesk/chatkit-protocol';
import type { Recording } from './recording.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes over a socket is unknown to the types, and the assertion is the check
  readonly body: any;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type Frame = any;

/** Exactly this and nothing else is an event on the wire. */
const FRAME = /^data: (\{[^\n]*\})$/;

/** An answer that streams. Refuses anything that is not exactly a frame of the protocol. */
export class Answer {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private buffer = '';
  private ended = false;
  /** The frames that were read, and their bytes. */
  readonly frames: Frame[] = [];
  readonly raw: string[] = [];

  constructor(
    readonly response: Response,
    private readonly controller: AbortController,
  ) {
    this.reader = (response.body as ReadableStream<Uint8Array>).getReader();
  }

  /** The next frame; null when the body has ended as it should. */
  async next(): Promise<Frame> {
    for (;;) {
      const end = this.buffer.indexOf('\n\n');
      if (end >= 0) {
        const line = this.buffer.slice(0, end);
        this.buffer = this.buffer.slice(end + 2);
        return this.keep(line);
      }
      if (this.ended) {
        expect(this.buffer).toBe('');
        return null;
      }
      const { done, value } = await this.reader.read();
      this.ended = done;
      this.buffer += value === undefined ? '' : this.decoder.decode(value, { stream: true });
    }
  }

  /** Reads on until a frame is as described. */
  async until(found: (frame: Frame) => boolean): Promise<Frame> {
    for (let frame = await this.next(); frame !== null; frame = await this.next()) {
      if (found(frame)) {
        return frame;
      }
    }
    throw new Error(`the stream ended without the frame: ${JSON.stringify(this.frames)}`);
  }

  /** Every frame, those read before included. */
  async all(): Promise<Frame[]> {
    let frame: Frame = await this.next();
    while (frame !== null) {
      frame = await this.next();
    }
    return this.frames;
  }

  /** Drops the connection, as the stop button of the stock client does. */
  leave(): void {
    this.controller.abort();
  }

  /** Whether it was read to its end. */
  get isWhole(): boolean {
    return this.ended && this.buffer === '';
  }

  get threadId(): string {
    return this.response.headers.get('frontdesk-thread-id') ?? '';
  }

  /** Holds the frame against the protocol: what is written is what the schema would write, so defaults are there and nulls are not. */
  private keep(line: string): Frame {
    const json = FRAME.exec(line)?.[1];
    if (json === undefined) {
      throw new Error(`not a frame: ${JSON.stringify(line)}`);
    }
    const frame: Frame = JSON.parse(json);
    expect(JSON.stringify(frame)).toBe(json);
    expect(JSON.parse(JSON.stringify(threadStreamEventSchema.parse(frame)))).toEqual(frame);
    this.frames.push(frame);
    this.raw.push(json);
    return frame;
  }
}

/** One user and their page: speaks the protocol as the stock client does, with fetch and a Bearer token. */
export class Person {
  private constructor(
    readonly url: string,
    readonly secret: string,
    private readonly name: string,
    private readonly recording: Recording,
  ) {}

  /** A person whom the gateway has never seen. */
  static async arrive(url: string, name: string, recording: Recording): Promise<Person> {
    const response = await fetch(`${url}/api/chatkit/session`, { method: 'POST' });
    const { client_secret: secret } = (await response.json()) as { client_secret: string };
    return new Person(url, secret, name, recording);
  }

  /** A person whose backend made the session, through the hosted API. */
  static async visit(url: string, key: string, session: { readonly workflow: unknown; readonly user: string }, recording: Recording): Promise<Person> {
    const response = await fetch(`${url}/v1/chatkit/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ ...session, rate_limits: { max_requests_per_1_minute: 1_000_000 } }),
    });
    const { client_secret: secret } = (await response.json()) as { client_secret: string };
    return new Person(url, secret, session.user, recording);
  }

  /** Bytes to the endpoint, whatever they are. */
  post(
    body: string | Uint8Array<ArrayBuffer>,
    init: { readonly headers?: Record<string, string>; readonly signal?: AbortSignal } = {},
  ): Promise<Response> {
    return fetch(`${this.url}/chatkit`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.secret}`, ...init.headers },
      signal: init.signal ?? null,
    });
  }

  /** A whole request that is answered with one document, or refused. */
  async send(request: Readonly<Record<string, unknown>>): Promise<Reply> {
    const response = await this.post(JSON.stringify(request));
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const reply: Reply = { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    this.recording.reply(this.name, request, reply);
    return reply;
  }

  ask(type: string, params: unknown = {}): Promise<Reply> {
    return this.send({ type, params });
  }

  /** An operation that streams, up to its options at least. Fails when it is refused. */
  async open(type: string, params: unknown): Promise<Answer> {
    const controller = new AbortController();
    const request = { type, params };
    const response = await this.post(JSON.stringify(request), { signal: controller.signal });
    if (response.status !== 200 || response.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
      throw new Error(`${type} answered ${response.status}: ${await response.text()}`);
    }
    const answer = new Answer(response, controller);
    this.recording.stream(this.name, request, answer);
    return answer;
  }

  /** An operation that streams, to its end. */
  async stream(type: string, params: unknown): Promise<Frame[]> {
    return (await this.open(type, params)).all();
  }

  /** A file in two steps, as the stock client sends it. @returns the attachment as the upload was answered */
  async upload(name: string, mime_type: string, bytes: string | Uint8Array<ArrayBuffer>): Promise<Frame> {
    const file = new File([bytes], name, { type: mime_type });
    const { body } = await this.ask('attachments.create', { name, mime_type, size: file.size });
    const { url, method, headers } = body.upload_descriptor;
    const form = new FormData();
    form.set('file', file);
    const response = await fetch(new URL(url, this.url), { method, headers, body: form });
    if (response.status !== 200) {
      throw new Error(`the upload answered ${response.status}: ${await response.text()}`);
    }
    return response.json();
  }

  /** Every item of a thread that can be seen, oldest first. */
  async items(threadId: string): Promise<Frame[]> {
    const items: Frame[] = [];
    for (let after: string | undefined, more = true; more;) {
      const { body } = await this.ask('items.list', { thread_id: threadId, order: 'asc', limit: 100, after });
      items.push(...body.data);
      more = body.has_more;
      after = body.after;
    }
    return items;
  }
}

/** What a reader sees at a glance. */
export const typesOf = (frames: readonly Frame[]): string[] => frames.map((frame) => String(frame.update?.type ?? frame.type));

/** The same with the kind of item: `done widget`. */
export const kindsOf = (frames: readonly Frame[]): string[] =>
  frames.map((frame) =>
    frame.item === undefined ? String(frame.update?.type ?? frame.type) : `${frame.type.replace('thread.item.', '')} ${frame.item.type}`,
  );
