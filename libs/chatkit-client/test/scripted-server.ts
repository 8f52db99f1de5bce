import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  readonly type: string;
  readonly params: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

export type Answer = (response: ServerResponse, call: Call, server: ScriptedServer) => void | Promise<void>;

/** A real HTTP server that answers each request with the next answer of its script, and remembers what was asked. */
export class ScriptedServer {
  readonly calls: Call[] = [];
  private taken = 0;
  private onTaken: () => void = () => undefined;
  private onCall: () => void = () => undefined;
  private readonly answers: Answer[] = [];
  private readonly server: Server = createServer((request, response) => {
    void this.serve(request, response);
  });

  /** Resolves when it listens on a free port. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/chatkit`;
  }

  get types(): string[] {
    return this.calls.map((call) => call.type);
  }

  /** Adds to the script. */
  then(...answers: Answer[]): this {
    this.answers.push(...answers);
    return this;
  }

  /** A fetch that notes how much of an answer's body its reader has taken. */
  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await globalThis.fetch(url, init);
    const tap = new TransformStream<Uint8Array, Uint8Array>(
      {
        transform: (chunk, controller) => {
          controller.enqueue(chunk);
          this.taken += chunk.byteLength;
          this.onTaken();
        },
      },
      undefined,
      // Nothing is taken ahead of the reader: what it did not take before a cut is lost, as on a real network.
      { highWaterMark: 0 },
    );
    return new Response(response.body?.pipeThrough(tap), response);
  };

  /** Resolves when the client, using {@link fetch}, has read that many bytes of the answer in progress. */
  async untilTaken(bytes: number): Promise<void> {
    while (this.taken < bytes) {
      await new Promise<void>((resolve) => {
        this.onTaken = resolve;
      });
    }
  }

  /** Resolves when an operation of this type has come. */
  async untilCalled(type: string): Promise<void> {
    while (!this.types.includes(type)) {
      await new Promise<void>((resolve) => {
        this.onCall = resolve;
      });
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const { type, params } = JSON.parse(Buffer.concat(chunks).toString()) as Pick<Call, 'type' | 'params'>;
    const call = { type, params, headers: request.headers };
    this.calls.push(call);
    this.onCall();
    const answer = this.answers.shift();
    if (answer === undefined) {
      response.writeHead(418).end(`nothing scripted for ${type}`);
      return;
    }
    this.taken = 0;
    await answer(response, call, this);
  }
}

export const json =
  (body: unknown, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

export const html =
  (page: string, status: number): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(page);
  };

export const failure = (status: number, code: string, more: object = {}): Answer =>
  json({ error: { code, message: `It is ${code}.`, ...more } }, status);

/** Closes the socket without an answer. */
export const hangUp: Answer = (response) => {
  response.destroy();
};

export const RUN_HEADERS = { 'frontdesk-run-id': 'run_1', 'frontdesk-thread-id': 'thr_1' };

/** One SSE frame. */
export const sse = (event: unknown, id?: string): string => `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(event)}\n\n`;

const flushed = (response: ServerResponse, chunk: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    response.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** A stream of these chunks that ends as given: well, or by a cut of the connection once the client has read them all. */
export const stream =
  (
    chunks: readonly (string | Uint8Array)[],
    { headers = {}, cut = false }: { headers?: Record<string, string>; cut?: boolean } = {},
  ): Answer =>
  async (response, _call, server) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers });
    response.flushHeaders();
    for (const chunk of chunks) {
      await flushed(response, chunk);
    }
    if (cut) {
      await server.untilTaken(chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0));
      response.destroy();
    } else {
      response.end();
    }
  };
