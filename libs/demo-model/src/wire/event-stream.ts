import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Server-sent events on one response. Waits while the reader is slow instead of filling memory. */
export class EventStream {
  constructor(
    private readonly response: ServerResponse,
    private readonly signal: AbortSignal,
  ) {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', connection: 'keep-alive' });
    response.flushHeaders();
  }

  /** @throws AbortError when the reader has gone */
  async send(data: unknown, event?: string): Promise<void> {
    await this.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  /** Text as it is; for `[DONE]` and for what is meant to be broken. */
  async write(text: string): Promise<void> {
    this.signal.throwIfAborted();
    if (!this.response.write(text)) {
      await once(this.response, 'drain', { signal: this.signal });
    }
  }

  end(): void {
    this.response.end();
  }
}
