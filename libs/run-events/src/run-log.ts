import { PAST_EVERY_EPOCH, RUN_EVENT_VERSION, TUNABLES, cursorOf, runLogChannel, runLogKey, runStatusSchema, type RunEvent } from '@frontdesk/contracts';
import type { Redis } from 'ioredis';

/**
 * Appends one entry to a run's log and tells who listens, in one round trip.
 * The entry's id is `<epoch>-<seq>`: Redis refuses an id that is not above the last one, so the writer of a
 * stale epoch fails here before anything is published. A log that is gone refuses nobody, so it is begun again only on demand.
 */
const APPEND = `
if ARGV[7] == '0' and redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('XADD', KEYS[1], ARGV[1], 'v', ARGV[2], 'k', ARGV[3], 'd', ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('PUBLISH', ARGV[6], ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3] .. '\\n' .. ARGV[4])
return 1
`;

/** The log already holds this or a later entry: this writer was fenced, or the entry is there from an earlier try. */
export class StaleLogWriteError extends Error {
  constructor(cursor: string) {
    super(`the run log is already at or past ${cursor}`);
    this.name = 'StaleLogWriteError';
  }
}

interface ScriptedRedis extends Redis {
  frontdeskAppendRunEvent(key: string, id: string, version: number, kind: string, data: string, ttl: number, channel: string, mayBegin: number): Promise<number>;
}

/** Connections that have sent something in this turn of the event loop; true once what follows is held back. */
const busy = new WeakMap<Redis['stream'], boolean>();

/**
 * Commands of one turn of the event loop leave in two writes at most: the first one at once, since somebody may wait for
 * it, and all others together. A busy worker appends for many runs in each turn, and a system call for every one costs it more than
 * the rest of the command, and Redis and its subscribers as many wake-ups.
 */
function leaveTogether({ stream }: { readonly stream: Redis['stream'] | undefined }): void {
  if (stream === undefined) {
    return; // not connected yet
  }
  const isHeld = busy.get(stream);
  if (isHeld === undefined) {
    busy.set(stream, false);
    setImmediate(() => {
      if (busy.get(stream) === true) {
        stream.uncork();
      }
      busy.delete(stream);
    });
  } else if (!isHeld) {
    busy.set(stream, true);
    stream.cork();
  }
}

/** Teaches a connection the append script; EVALSHA after the first use. */
function scripted(redis: Redis): ScriptedRedis {
  if (!('frontdeskAppendRunEvent' in redis)) {
    redis.defineCommand('frontdeskAppendRunEvent', { numberOfKeys: 1, lua: APPEND });
  }
  return redis as ScriptedRedis;
}

/**
 * @param mayBegin write also where there is no log; an epoch's first entry may, any other finds that Redis was flushed, or came back empty
 * @returns false when there is no log and the entry was not written
 * @throws StaleLogWriteError when the log is already past the event's position
 */
export async function appendRunEvent(redis: Redis, runId: string, event: RunEvent, mayBegin = event.seq === 1): Promise<boolean> {
  const data = event.kind === 'frames' ? event.frames.join('\n') : event.status;
  const id = cursorOf(event);
  leaveTogether(redis);
  try {
    const written = await scripted(redis).frontdeskAppendRunEvent(
      runLogKey(runId), id, RUN_EVENT_VERSION, event.kind, data, TUNABLES.eventLogTtlSeconds, runLogChannel(runId), Number(mayBegin),
    );
    return written === 1;
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('equal or smaller')) {
      throw new StaleLogWriteError(id);
    }
    throw cause;
  }
}

/**
 * Ends the streams of a run that was deleted: for who follows it now, and for who begins to a moment later. Behind this end no
 * worker can write, as it stands past every epoch.
 */
export async function endDeletedRun(redis: Redis, runId: string): Promise<void> {
  try {
    await appendRunEvent(redis, runId, { kind: 'end', epoch: PAST_EVERY_EPOCH, seq: 1, status: 'cancelled' });
  } catch (cause) {
    if (!(cause instanceof StaleLogWriteError)) {
      throw cause; // a stale one: it has this end already
    }
  }
}

/** An entry that a newer process wrote in a way that this one does not know: only its place in the order is certain. */
export interface UnreadableEvent {
  readonly kind: 'unreadable';
  readonly epoch: number;
  readonly seq: number;
}

export type LogEntry = RunEvent | UnreadableEvent;

/** An entry of the log, or a message of the live channel, as an event. */
export function decodeRunEvent(id: string, version: string, kind: string, data: string): LogEntry {
  // Without an array for the two numbers: this is done for every entry of every stream.
  const dash = id.indexOf('-');
  const epoch = Number(id.slice(0, dash));
  const seq = Number(id.slice(dash + 1));
  const status = kind === 'end' ? runStatusSchema.safeParse(data) : null;
  if (Number(version) > RUN_EVENT_VERSION || (kind !== 'frames' && status?.success !== true)) {
    return { kind: 'unreadable', epoch, seq };
  }
  return status?.success === true ? { kind: 'end', epoch, seq, status: status.data } : { kind: 'frames', epoch, seq, frames: data.split('\n') };
}

/** Decodes a message of the live channel; null for a bare nudge that only says "look again". */
export function decodeLiveMessage(message: string): LogEntry | null {
  const split = message.indexOf('\n');
  const [id, version, kind] = message.slice(0, split === -1 ? undefined : split).split(' ');
  return split === -1 || id === undefined || version === undefined || kind === undefined
    ? null
    : decodeRunEvent(id, version, kind, message.slice(split + 1));
}

/** Up to `count` entries after a cursor, oldest first. */
export async function readRunLog(redis: Redis, runId: string, after: string, count: number): Promise<LogEntry[]> {
  const rows = await redis.xrange(runLogKey(runId), `(${after}`, '+', 'COUNT', count);
  return rows.map(([id, fields]) => {
    const byName = new Map<string, string>();
    for (let index = 0; index + 1 < fields.length; index += 2) {
      byName.set(String(fields[index]), String(fields[index + 1]));
    }
    return decodeRunEvent(id, byName.get('v') ?? '', byName.get('k') ?? '', byName.get('d') ?? '');
  });
}

/** Makes every tail of the run look into log and database: for changes that no worker writes into the log. */
export async function nudgeTails(redis: Redis, runId: string): Promise<void> {
  await redis.publish(runLogChannel(runId), 'look');
}
