import { TUNABLES, compareCursors, cursorOf, endsStream, runLogChannel, type Cursor, type RunEvent, type RunStatus } from '@frontdesk/contracts';
import type { Redis } from 'ioredis';
import { Inbox } from './inbox.js';
import type { LiveChannels } from './live-channels.js';
import { decodeLiveMessage, readRunLog } from './run-log.js';

/** Entries read from the log at once: bounds what one reader holds in memory. */
const READ_COUNT = 200;
/** Live messages kept for one reader; past that it is served from the log instead. */
const INBOX_BOUND = 100;

export interface TailOptions {
  readonly runId: string;
  /** Everything after this position is delivered. */
  readonly after: Cursor;
  readonly signal: AbortSignal;
  /** What Postgres says of the run, should the log stay silent; null when there is no such run any more. */
  readonly status: () => Promise<RunStatus | null>;
  /** Time without news after which log and status are looked at; TUNABLES.tailPollMs by default. */
  readonly pollMs?: number;
}

/**
 * Follows runs' logs: first what is there, then what comes, without gap and without doubles, in order.
 * Live messages are the fast path; whatever does not fit exactly behind the last event is healed from the log.
 */
export class RunEventTail {
  constructor(
    private readonly redis: Redis,
    private readonly channels: LiveChannels,
  ) {}

  /** Ends after the `end` event, or when the signal aborts. */
  async *follow(options: TailOptions): AsyncGenerator<RunEvent, void, undefined> {
    const inbox = new Inbox<RunEvent | null>(INBOX_BOUND, null);
    const leave = await this.channels.listen(runLogChannel(options.runId), (message) => {
      inbox.put(message === null ? null : decodeLiveMessage(message));
    });
    let last = options.after;
    try {
      let news: RunEvent | null = null;
      let waited = false;
      while (!options.signal.aborted) {
        if (news !== null && compareCursors(cursorOf(news), last) <= 0) {
          news = await inbox.take(options.signal, options.pollMs ?? TUNABLES.tailPollMs);
          continue;
        }
        const events: RunEvent[] = news !== null && follows(last, news) ? [news] : await this.look(options, last, waited && news === null);
        for (const event of events) {
          yield event;
          last = cursorOf(event);
          if (event.kind === 'end') {
            return;
          }
        }
        waited = events.length < READ_COUNT;
        news = waited ? await inbox.take(options.signal, options.pollMs ?? TUNABLES.tailPollMs) : null;
      }
    } finally {
      leave();
    }
  }

  /** Reads on from the log; when that has nothing and no message announced anything, asks Postgres whether the run ended unseen. */
  private async look(options: TailOptions, last: Cursor, askStatus: boolean): Promise<RunEvent[]> {
    const events = await readRunLog(this.redis, options.runId, last, READ_COUNT);
    if (events.length > 0 || !askStatus) {
      return events;
    }
    const status = await options.status();
    if (status !== null && !endsStream(status)) {
      return [];
    }
    // Once more: the end may have been written between the two looks.
    const late = await readRunLog(this.redis, options.runId, last, READ_COUNT);
    const [epoch = 0, seq = 0] = last.split('-').map(Number);
    return late.length > 0 ? late : [{ kind: 'end', epoch, seq: seq + 1, status: status ?? 'cancelled' }];
  }
}

/** Is `event` the very next one? Only within an epoch can that be told; a new epoch is read from the log. */
function follows(last: Cursor, event: RunEvent): boolean {
  const [epoch, seq] = last.split('-').map(Number);
  return event.epoch === epoch && event.seq === (seq ?? 0) + 1;
}
