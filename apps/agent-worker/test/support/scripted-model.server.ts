import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A Chat Completions server that answers exactly as a test says: what no healthy server does. */
export class ScriptedModelServer {
  /** Bodies of the streamed requests. */
  readonly requests: unknown[] = [];
  answer: (response: ServerResponse) => void = (response) => response.end();
  private readonly server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const parsed = JSON.parse(body) as { stream?: boolean };
      // Titles are asked for without a stream, and not what is tested here.
      const isTitle = parsed.stream !== true;
      response.writeHead(isTitle ? 404 : 200, { 'content-type': 'text/event-stream' });
      if (isTitle) {
        response.end();
      } else {
        this.requests.push(parsed);
        this.answer(response);
      }
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

export const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

export const says = (content: string): string => chunk({ content }) + chunk({}, 'stop');

export const calls = (...functions: Array<{ name: string; arguments: string; id?: string }>): string =>
  chunk({ tool_calls: functions.map(({ id = 'x', ...named }, index) => ({ index, id, type: 'function', function: named })) }, 'tool_calls');
