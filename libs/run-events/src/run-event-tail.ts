import { CURSOR_START, TUNABLES, compareCursors, cursorOf, endsStream, runLogChannel, type Cursor, type RunEvent, type RunStatus } from '@frontdesk/contracts';
import type { Redis } from 'ioredis';
import { Inbox } from './inbox.js';
import type { LiveChannels } from './live-channels.js';
import { decodeLiveMessage, readRunLog, type LogEntry } from './run-log.js';

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
  /** Set when the run may be over, or gone, already: status is asked before anything is waited for. */
  readonly mayBeOver?: boolean;
  /** Time without news after which log and status are looked at, and twice as long after each look for nothing; TUNABLES.tailPollMs by default. */
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

  /** Ends after the `end` event, or when the signal aborts. Entries that cannot be read are passed over, and gaps too: the end tells of them. */
  async *follow(options: TailOptions): AsyncGenerator<RunEvent, void, undefined> {
    let last = options.after;
    let missed = false;
    for await (const entry of this.entries(options)) {
      missed ||= entry.kind === 'unreadable' || hasGap(last, entry);
      last = cursorOf(entry);
      if (entry.kind === 'end') {
        yield missed ? { ...entry, missed } : entry;
        return;
      }
      if (entry.kind === 'frames') {
        yield entry;
      }
    }
  }

  private async *entries(options: TailOptions): AsyncGenerator<LogEntry, void, undefined> {
    const inbox = new Inbox<LogEntry | null>(INBOX_BOUND, null);
    const leave = await this.channels.listen(runLogChannel(options.runId), (message) => {
      inbox.put(message === null ? null : decodeLiveMessage(message));
    });
    const { signal, pollMs = TUNABLES.tailPollMs } = options;
    let last = options.after;
    try {
      let news: LogEntry | null = null;
      let asksStatus = options.mayBeOver === true;
      let patience = pollMs;
      while (!signal.aborted) {
        if (news !== null && isOld(last, news)) {
          news = await inbox.take(signal, pollMs);
          continue;
        }
        const entries: LogEntry[] = news !== null && follows(last, news) ? [news] : await this.look(options, last, asksStatus);
        for (const entry of entries) {
          yield entry;
          last = cursorOf(entry);
        }
        patience = entries.length > 0 ? pollMs : Math.min(patience * 2, Math.max(pollMs, TUNABLES.tailPollMaxMs));
        const hasRead = entries.length < READ_COUNT;
        news = hasRead ? await inbox.take(signal, patience) : null;
        asksStatus = hasRead && news?.kind !== 'frames';
      }
    } finally {
      leave();
    }
  }

  /** Reads on from the log; when that has nothing and no message announced anything, asks Postgres whether the run ended unseen. */
  private async look(options: TailOptions, last: Cursor, askStatus: boolean): Promise<LogEntry[]> {
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
    return late.length > 0 ? late : [{ kind: 'end', epoch, seq: seq + 1, status: status ?? 'cancelled', missed: true }];
  }
}

/** Whether entries before `event` were lost, as far as their numbers tell. */
function hasGap(last: Cursor, event: LogEntry): boolean {
  const [epoch, seq = 0] = last.split('-').map(Number);
  return event.seq > 1 && event.seq !== (event.epoch === epoch ? seq + 1 : 1);
}

/** Was `event` delivered already? An end is looked into: the reader may have come with a position that the run never gets to. */
function isOld(last: Cursor, event: LogEntry): boolean {
  return event.kind !== 'end' && compareCursors(cursorOf(event), last) <= 0;
}

/**
 * Is `event` the very next one? That can be told within an epoch, and of the first event of the first claim. Any other new epoch
 * is read from the log.
 */
function follows(last: Cursor, event: LogEntry): boolean {
  const [epoch, seq = 0] = last.split('-').map(Number);
  return event.epoch === epoch ? event.seq === seq + 1 : last === CURSOR_START && event.epoch === 1 && event.seq === 1;
}
