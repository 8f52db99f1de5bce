import { CURSOR_START, type RunEvent, type RunStatus } from '@frontdesk/contracts';
import { testRedisUrl } from '@frontdesk/testing';
import { Redis, type RedisOptions } from 'ioredis';
import { LiveChannels } from '../src/live-channels.js';
import { RunEventTail } from '../src/run-event-tail.js';
import { RunEventWriter, type TextDelta } from '../src/run-event-writer.js';
import type { RunFollower } from '../src/run-follower.js';
import type { LogEntry } from '../src/run-log.js';
import type { FollowOptions } from '../src/run-reader.js';

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
  /** Failures that were tried again. */
  readonly retries: unknown[];
  /** Rejects when it is given up. */
  readonly done: Promise<void>;
  readonly follower: RunFollower;
  readonly stop: () => void;
  /** Resolves once at least `count` frames arrived. */
  frames(count: number): Promise<string[]>;
}

export interface FollowingOptions extends Partial<Omit<FollowOptions, 'runId'>> {
  readonly status?: () => Promise<RunStatus | null>;
  readonly reader?: RunEventTail;
  /** Asked at each event: whether there is room for more. */
  readonly room?: () => Promise<void> | undefined;
}

/** Reads a run's events to their end, or to `stop`. */
export function follow(runId: string, { status, reader = tail(), room, ...options }: FollowingOptions = {}): Following {
  const events: RunEvent[] = [];
  const retries: unknown[] = [];
  let wake = (): void => undefined;
  let finish = (_cause?: unknown): void => undefined;
  const done = new Promise<void>((resolve, reject) => {
    finish = (cause) => (cause === undefined ? resolve() : reject(cause instanceof Error ? cause : new Error('given up', { cause })));
  });
  const follower = reader.follow({ after: CURSOR_START, pollMs: 60_000, ...options, runId }, {
    take: (event) => {
      events.push(event);
      wake();
      return room?.();
    },
    status: status ?? (() => Promise.resolve('running')),
    retries: (cause) => retries.push(cause),
    over: finish,
  });
  const all = (): string[] => framesOf(events);
  return {
    events, retries, done, follower,
    stop: () => {
      follower.close();
      finish();
    },
    async frames(count) {
      while (all().length < count) {
        await new Promise<void>((resolve) => { wake = resolve; });
      }
      return all();
    },
  };
}

export const framesOf = (events: readonly LogEntry[]): string[] => events.flatMap((event) => (event.kind === 'frames' ? event.frames : []));
