import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { turn, says, type ModelTurn, type Step } from './model-turns.js';

/** A request of the worker to the model, as far as tests look at it. */
export interface ModelRequest {
  readonly body: { readonly input: ReadonlyArray<Readonly<Record<string, unknown>>>; readonly [field: string]: unknown };
  /** Resolves when the worker closes the connection before the answer is over; never otherwise. */
  readonly dropped: Promise<void>;
}

/** Stands in the text of a scene's messages, so that the model knows whose turn it is. */
const MARKER = /#scene(\d+)/g;

/** What the model says in one conversation, turn by turn, and what it was asked. */
export class Scene {
  readonly requests: ModelRequest[] = [];

  constructor(
    readonly marker: string,
    private readonly turns: ModelTurn[],
  ) {}

  /** A user's message that belongs to this scene. */
  message(text = 'hi', more: Readonly<Record<string, unknown>> = {}) {
    return { content: [{ type: 'input_text', text: this.text(text) }], attachments: [], inference_options: {}, ...more };
  }

  text(text: string): string {
    return `${text} ${this.marker}`;
  }

  /** What the model was given last. */
  get lastInput(): ModelRequest['body']['input'] {
    const request = this.requests.at(-1);
    if (request === undefined) {
      throw new Error('the model was not asked');
    }
    return request.body.input;
  }

  next(): ModelTurn {
    return this.turns.shift() ?? turn(says('Hello'));
  }
}

/** An OpenAI-compatible server that says what a test has written down. Speaks the streaming Responses API. */
export class ScriptedModel {
  private readonly scenes = new Map<string, Scene>();
  /** Bodies of the requests for transcriptions, as they came. */
  readonly transcriptions: Buffer[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.handle(request, response).catch((cause: unknown) => response.destroy(cause as Error));
  });

  /** @returns its base URL, ending in /v1 */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  scene(...turns: ModelTurn[]): Scene {
    const scene = new Scene(`#scene${this.scenes.size}`, turns);
    this.scenes.set(scene.marker, scene);
    return scene;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (request.url?.endsWith('/audio/transcriptions') === true) {
      this.transcriptions.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text: 'what was said' }));
      return;
    }
    const parsed = JSON.parse(body.toString('utf8')) as ModelRequest['body'];
    if (parsed['stream'] !== true) {
      response.writeHead(404).end(); // titles, which no case is about
      return;
    }
    const dropped = new Promise<void>((resolve) => response.once('close', () => (response.writableFinished ? undefined : resolve())));
    const scene = this.scenes.get(JSON.stringify(parsed.input).match(MARKER)?.at(-1) ?? '');
    scene?.requests.push({ body: parsed, dropped });
    await play(scene?.next() ?? turn(says('Hello')), response);
  }
}

async function play(next: ModelTurn, response: ServerResponse): Promise<void> {
  if ('status' in next) {
    response.writeHead(next.status, { 'content-type': 'application/json' }).end('{"error":{"message":"refused","type":"server_error"}}');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sequence = 0;
  const send = (event: object): void => {
    response.write(`data: ${JSON.stringify({ sequence_number: sequence++, ...event })}\n\n`);
  };
  const outputs: object[] = [];
  send({ type: 'response.created', response: { ...RESPONSE, status: 'in_progress', output: [] } });
  for (const part of next.parts) {
    const { steps, output } = part(outputs.length);
    if (output !== undefined) {
      outputs.push(output);
    }
    for (const step of steps) {
      if (!(await perform(step, send))) {
        response.destroy();
        return;
      }
    }
  }
  send({ type: 'response.completed', response: { ...RESPONSE, status: 'completed', output: outputs } });
  response.end();
}

/** @returns false when the connection is to break here */
async function perform(step: Step, send: (event: object) => void): Promise<boolean> {
  if (step === 'break') {
    return false;
  }
  if (typeof step === 'function') {
    await step();
  } else {
    send(step);
  }
  return true;
}

const RESPONSE = {
  id: 'resp_scripted',
  object: 'response',
  created_at: 1_760_000_000,
  model: 'scripted',
  error: null,
  usage: {
    input_tokens: 1,
    output_tokens: 1,
    total_tokens: 2,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens_details: { reasoning_tokens: 0 },
  },
};
