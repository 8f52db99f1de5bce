import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A model's server, of either API, that answers exactly as a test says: what no healthy server does. */
export class ScriptedModelServer {
  /** Bodies of the streamed requests. */
  readonly requests: unknown[] = [];
  /** How often a title was asked for. */
  titlesAsked = 0;
  answer: (response: ServerResponse) => void = (response) => response.end();
  private readonly server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const parsed = JSON.parse(body) as { stream?: boolean };
      // Titles are asked for without a stream, and not what is tested here.
      const isTitle = parsed.stream !== true;
      response.writeHead(isTitle ? 404 : 200, { 'content-type': 'text/event-stream' });
      if (isTitle) {
        this.titlesAsked += 1;
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

  /** The bodies in turn; the last one for ever. */
  answersWith(...bodies: string[]): void {
    this.answer = (response) => response.end(bodies.length > 1 ? bodies.shift() : bodies[0]);
  }

  /** Everything that the model was told in its last request, as text. */
  get lastRequest(): string {
    return JSON.stringify(this.requests.at(-1));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

export interface ScriptedCall {
  readonly name: string;
  readonly arguments: string;
  readonly id?: string;
}

export const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

export const says = (content: string): string => chunk({ content }) + chunk({}, 'stop');

export const calls = (...functions: ScriptedCall[]): string =>
  chunk({ tool_calls: functions.map(({ id = 'x', ...named }, index) => ({ index, id, type: 'function', function: named })) }, 'tool_calls');

/** A whole stream of the Responses API with these output items; `between` are the events of the first of them. */
export function respondsWith(output: readonly object[], between: readonly object[] = []): string {
  const response = { id: 'resp_1', object: 'response', created_at: 1, model: 'm', tools: [], parallel_tool_calls: true };
  const items = output.flatMap((item, output_index) => [
    { type: 'response.output_item.added', output_index, item: { ...item, content: [], result: undefined } },
    ...(output_index === 0 ? between : []),
    { type: 'response.output_item.done', output_index, item },
  ]);
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const events: readonly object[] = [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
    ...items,
    { type: 'response.completed', response: { ...response, status: 'completed', output, usage } },
  ];
  return events.map((event) => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

export function messageSaying(content: string, ...annotations: object[]): { item: object; events: object[] } {
  const at = { output_index: 0, item_id: 'msg_up', content_index: 0 };
  return {
    item: {
      id: 'msg_up',
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: content, annotations }],
    },
    events: [
      { type: 'response.content_part.added', ...at, part: { type: 'output_text', text: '', annotations: [] } },
      { type: 'response.output_text.delta', ...at, delta: content },
      ...annotations.map((annotation) => ({ type: 'response.output_text.annotation.added', ...at, annotation })),
      { type: 'response.output_text.done', ...at, text: content },
    ],
  };
}

/** The same answers in either API. */
export const SCRIPTS = {
  chat_completions: { says, calls },
  responses: {
    says: (content: string): string => {
      const { item, events } = messageSaying(content);
      return respondsWith([item], events);
    },
    calls: (...functions: ScriptedCall[]): string =>
      respondsWith(
        functions.map(({ id = 'x', ...named }) => ({ id: `fc_${id}`, type: 'function_call', call_id: id, status: 'completed', ...named })),
      ),
  },
} as const;
