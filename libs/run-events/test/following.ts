import { CURSOR_START, type Cursor, type RunEvent, type RunStatus } from '@frontdesk/contracts';
import { testRedisUrl } from '@frontdesk/testing';
import { Redis, type RedisOptions } from 'ioredis';
import { LiveChannels } from '../src/live-channels.js';
import { RunEventTail } from '../src/run-event-tail.js';
import { RunEventWriter, type TextDelta } from '../src/run-event-writer.js';
import type { LogEntry } from '../src/run-log.js';

let redisUrl: string;
const connections: Redis[] = [];

/** To a Redis database of this test file alone; closed when the file ends. */
export function connect(options: RedisOptions = {}): Redis {
  const redis = new Redis(redisUrl, options);
  connections.push(redis);
  return redis;
}

beforeAll(async () => {
  redisUrl = await testRedisUrl();
});

afterAll(() => {
  for (const redis of connections) {
    redis.disconnect();
  }
});

export const encodeDelta = (delta: TextDelta): string => JSON.stringify({ delta: delta.delta, of: delta.itemId });

export function writer(runId: string, epoch = 1, redis = connect()) {
  const fenced: string[] = [];
  const retries: unknown[] = [];
  return {
    fenced, retries,
    writer: new RunEventWriter(redis, { runId, epoch, encodeDelta, onFenced: () => fenced.push(runId), onRetry: (cause) => retries.push(cause) }),
  };
}

export const tail = (): RunEventTail => new RunEventTail(connect(), new LiveChannels(connect()));

export interface Following {
  readonly events: RunEvent[];
  readonly done: Promise<void>;
  readonly stop: () => void;
  /** Resolves once at least `count` frames arrived. */
  frames(count: number): Promise<string[]>;
}

/** Reads a run's events to their end, or to `stop`. */
export function follow(
  runId: string,
  options: { after?: Cursor; status?: () => Promise<RunStatus | null>; mayBeOver?: boolean; pollMs?: number; reader?: RunEventTail } = {},
): Following {
  const controller = new AbortController();
  const events: RunEvent[] = [];
  let wake = (): void => undefined;
  const all = (): string[] => events.flatMap((event) => (event.kind === 'frames' ? event.frames : []));
  const done = (async () => {
    const stream = (options.reader ?? tail()).follow({
      runId, after: options.after ?? CURSOR_START, signal: controller.signal,
      status: options.status ?? (() => Promise.resolve('running')), mayBeOver: options.mayBeOver ?? false, pollMs: options.pollMs ?? 60_000,
    });
    for await (const event of stream) {
      events.push(event);
      wake();
    }
    wake();
  })();
  return {
    events, done, stop: () => controller.abort(),
    async frames(count) {
      while (all().length < count) {
        await new Promise<void>((resolve) => { wake = resolve; });
      }
      return all();
    },
  };
}

export const framesOf = (events: readonly LogEntry[]): string[] => events.flatMap((event) => (event.kind === 'frames' ? event.frames : []));
