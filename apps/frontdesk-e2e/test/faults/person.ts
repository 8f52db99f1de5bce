import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import { Screen } from './screen.js';

const RETRY_MS = 200;
/** Nobody waits longer; then the scenario has failed. */
const PATIENCE_MS = 180_000;

/** One answer as its reader got it. */
export interface Recorded {
  readonly runId: string;
  readonly threadId: string;
  /** When its first connection was there. */
  readonly begunAt: number;
  /** Ids of the stream in the order in which they came, over all connections. */
  readonly places: Place[];
  reconnects: number;
}

/** One entry of a run's log as it reached its reader. */
export interface Place {
  readonly cursor: string;
  readonly seenAt: number;
}

type Operation = { readonly type: string; readonly params: object };

/**
 * Somebody at a browser with a client that resumes: sends each thing under one key until it is taken, follows the answer
 * over any gateway that lives, and writes down every frame.
 */
export class Person {
  readonly screen = new Screen();
  readonly answers: Recorded[] = [];
  /** Ends of streams that left something unfinished, so that the thread was loaded again. */
  reloads = 0;
  threadId: string | undefined;

  private constructor(
    private readonly gateways: readonly string[],
    private readonly secret: string,
    private readonly random: () => number,
    private readonly onFrame: () => void,
  ) {}

  /**
   * @param random chooses the gateway of each request
   * @param onFrame hears of every frame that the person sees
   */
  static async arrive(gateways: readonly string[], random: () => number, onFrame: () => void = () => undefined): Promise<Person> {
    const response = await insist(() => fetch(`${pickOf(gateways, random)}/api/chatkit/session`, { method: 'POST' }));
    const { client_secret: secret } = (await response.json()) as { client_secret: string };
    return new Person(gateways, secret, random, onFrame);
  }

  /** Says it, sees the answer to its end, and answers the page's tools on the way. */
  async ask(text: string): Promise<void> {
    await this.follow(this.saying(text));
    while (this.screen.pendingToolCall) {
      this.screen.answered();
      await this.follow({ type: 'threads.add_client_tool_output', params: { thread_id: this.threadId, result: { success: true } } });
    }
  }

  /** What saying it asks of the server: a new thread, or one message more. */
  saying(text: string): Operation {
    const input = { content: [{ type: 'input_text', text }], attachments: [], inference_options: {} };
    return this.threadId === undefined
      ? { type: 'threads.create', params: { input } }
      : { type: 'threads.add_user_message', params: { thread_id: this.threadId, input } };
  }

  /** @param onFrame hears the data of each frame */
  async follow(operation: Operation, onFrame: (data: string) => void = () => undefined): Promise<Recorded> {
    const key = randomUUID();
    const begin = (): Promise<Response> => insist(() => this.post(operation, { 'idempotency-key': key }));
    let response = await begin();
    const recorded: Recorded = {
      runId: response.headers.get('frontdesk-run-id') ?? '',
      threadId: response.headers.get('frontdesk-thread-id') ?? '',
      begunAt: Date.now(),
      places: [],
      reconnects: 0,
    };
    this.threadId = recorded.threadId;
    this.answers.push(recorded);
    while (!(await this.read(response, recorded, onFrame))) {
      recorded.reconnects += 1;
      const params = { thread_id: recorded.threadId, run_id: recorded.runId, after: recorded.places.at(-1)?.cursor };
      // Without a place in the run even the echo of what was said may be missing: the request itself brings it again.
      response = params.after === undefined ? await begin() : await insist(() => this.post({ type: 'runs.stream', params }));
    }
    if (this.screen.unfinished.length > 0) {
      this.reloads += 1;
      this.screen.reload(await this.stored());
    }
    return recorded;
  }

  async stop(gateway?: string): Promise<void> {
    await insist(() => this.post({ type: 'runs.cancel', params: { thread_id: this.threadId } }, {}, gateway));
  }

  /** What a reload shows. */
  async stored(): Promise<ThreadItem[]> {
    const response = await insist(() => this.post({ type: 'items.list', params: { thread_id: this.threadId, limit: 100, order: 'asc' } }));
    return ((await response.json()) as { data: ThreadItem[] }).data;
  }

  async facts(): Promise<string[]> {
    const headers = { authorization: `Bearer ${this.secret}` };
    const response = await insist(() => fetch(`${pickOf(this.gateways, this.random)}/api/facts`, { headers }));
    return ((await response.json()) as { data: Array<{ text: string }> }).data.map(({ text }) => text);
  }

  private post(operation: Operation, headers: Record<string, string> = {}, gateway = pickOf(this.gateways, this.random)): Promise<Response> {
    return fetch(`${gateway}/chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.secret}`, 'frontdesk-resume': '1', ...headers },
      body: JSON.stringify(operation),
    });
  }

  /** @returns whether the body came to its end; frames whose place was not told are forgotten and come again */
  private async read(response: Response, recorded: Recorded, onFrame: (data: string) => void): Promise<boolean> {
    let held: string[] = [];
    try {
      for await (const { id, data } of sseFrames(response)) {
        held.push(data);
        onFrame(data);
        this.onFrame();
        if (id !== null) {
          held.forEach((frame) => this.screen.see(frame));
          held = [];
          recorded.places.push({ cursor: id, seenAt: Date.now() });
        }
      }
    } catch {
      return false;
    }
    held.forEach((frame) => this.screen.see(frame));
    return true;
  }
}

const lineOf = (block: string, field: string): string | null => new RegExp(`^${field}: (.*)$`, 'm').exec(block)?.[1] ?? null;

async function* sseFrames(response: Response): AsyncGenerator<{ id: string | null; data: string }> {
  let buffer = '';
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read()) {
    buffer += decoder.decode(chunk.value, { stream: true });
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    yield* blocks.map((block) => ({ id: lineOf(block, 'id'), data: lineOf(block, 'data') ?? '' }));
  }
  if (buffer !== '') {
    throw new Error('the body ends within a frame');
  }
}

/** Tries again while a gateway is away or says that it cannot now. */
async function insist(send: () => Promise<Response>): Promise<Response> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await send().catch(() => null);
    if (response?.ok === true) {
      return response;
    }
    const isFinal = response !== null && response.status < 500 && response.status !== 429;
    if (isFinal || Date.now() > deadline) {
      throw new Error(response === null ? 'no gateway answered in time' : `${response.status}: ${await response.text()}`);
    }
    await response?.body?.cancel();
    await delay(RETRY_MS);
  }
}

function pickOf(urls: readonly string[], random: () => number): string {
  return urls[Math.floor(random() * urls.length)] ?? '';
}
