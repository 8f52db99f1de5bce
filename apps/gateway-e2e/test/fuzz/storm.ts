import { Agent, request } from 'node:http';
import { corpus, type Targets } from './corpus.js';
import { mutate, type Mutant } from './mutate.js';
import { Random } from './random.js';

const CONCURRENCY = 12;
const RESTORE_EVERY = 100;
/** Longer than this is a hang. */
const REPLY_BOUND_MS = 20_000;

/** What came back that should not have. */
export interface Finding {
  /** With the seed, the way back to the request. */
  readonly index: number;
  readonly what: string;
  readonly request: string;
}

export interface StormResult {
  readonly findings: Finding[];
  /** How many replies had which status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly slowest: { readonly ms: number; readonly request: string };
  /** Of every request. */
  readonly durationsMs: readonly number[];
}

export interface StormOptions {
  readonly url: string;
  readonly secret: string;
  readonly targets: Targets;
  /** Puts back what requests have changed or deleted, so that later ones still find it. */
  readonly restore: () => Promise<void>;
  readonly seed: number;
  /** Numbers of the requests: each is made of the seed and its number alone. */
  readonly from: number;
  readonly to: number;
}

/** Sends spoiled requests over a few connections that stay open, and looks at every reply. */
export async function storm({ url, secret, targets, restore, seed, from, to }: StormOptions): Promise<StormResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const valid = corpus(targets);
  const findings: Finding[] = [];
  const statuses = new Map<number, number>();
  const durationsMs: number[] = [];
  let slowest: StormResult['slowest'] = { ms: 0, request: '' };
  let index = from;
  const sender = async (): Promise<void> => {
    while (index < to) {
      const current = index++;
      if (current % RESTORE_EVERY === 0) {
        await restore();
      }
      const mutant = mutate(new Random(seed + current * 7_919), valid);
      const begun = performance.now();
      const reply = await send(agent, url, secret, mutant);
      const ms = performance.now() - begun;
      durationsMs.push(ms);
      const text = mutant.body.toString('utf8').slice(0, 600);
      slowest = ms > slowest.ms ? { ms, request: text } : slowest;
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      const what = wrongWith(reply);
      if (what !== null) {
        findings.push({ index: current, what, request: text });
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, sender));
  agent.destroy();
  return { findings, statuses, slowest, durationsMs };
}

interface Received {
  /** 0 when there was no reply. */
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

function send(agent: Agent, url: string, secret: string, { body, headers, path }: Mutant): Promise<Received> {
  return new Promise((resolve) => {
    const outgoing = request(`${url}${path}`, {
      agent,
      method: 'POST',
      timeout: REPLY_BOUND_MS,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, 'content-length': body.length, ...headers },
    });
    const failed = (reason: string): void => resolve({ status: 0, contentType: '', text: reason });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no reply within ${REPLY_BOUND_MS} ms`)));
    outgoing.once('error', (cause: Error) => failed(cause.message));
    outgoing.once('response', (response) => {
      const contentType = response.headers['content-type'] ?? '';
      const status = response.statusCode ?? 0;
      let text = '';
      response.setEncoding('utf8');
      response.once('error', (cause: Error) => failed(cause.message));
      response.once('end', () => resolve({ status, contentType, text }));
      response.on('data', (chunk: string) => {
        text += chunk;
        if (contentType.startsWith('text/event-stream') && text.includes('\n\n')) {
          resolve({ status, contentType, text }); // it begins as it should; like a closed tab, we leave
          outgoing.destroy();
        }
      });
    });
    outgoing.end(body);
  });
}

/** A stream without a frame is one: what is left of an answer may be nothing. @returns null when the reply is as it should be */
function wrongWith({ status, contentType, text }: Received): string | null {
  if (status === 0) {
    return text;
  }
  if (status >= 500) {
    return `${status} ${text}`;
  }
  if (status >= 400) {
    return /^\{"error":\{"code":"\w+","message":".+"/.test(text) && contentType.startsWith('application/json')
      ? null
      : `a ${status} that explains nothing: ${text}`;
  }
  return contentType.startsWith('text/event-stream') && text !== '' && !text.startsWith('data: {') ? `not a frame: ${text}` : null;
}
