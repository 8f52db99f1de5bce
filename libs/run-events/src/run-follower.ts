import { TUNABLES, endsStream, runLogChannel, type RunEvent } from '@frontdesk/contracts';
import type { Redis } from 'ioredis';
import type { LiveChannels, LiveListener } from './live-channels.js';
import { LogPosition } from './log-position.js';
import { Outage } from './outage.js';
import { decodeLiveMessage, readRunLog, type LogEntry } from './run-log.js';
import type { FollowOptions, RunReader } from './run-reader.js';

/** Entries read from the log at once: bounds what one follower holds in memory. */
const READ_COUNT = 200;
/** Live entries kept during one read of the log; past that the log is read again instead. */
const KEPT_COUNT = 100;
/** Stores that stay away longer than this end the following. Shorter restarts go unnoticed by the reader. */
const PATIENCE_MS = 90_000;

type EndEvent = Extract<RunEvent, { kind: 'end' }>;

/**
 * Follows a run's log for one reader: first what is there, then what comes, without gap and without doubles, in order. Ends after the
 * `end` event, or when it is closed. Entries that cannot be read are passed over, and gaps too: the end tells of them.
 *
 * A live entry that is the very next one goes straight to the reader. Whatever else is heard, and whatever is heard while the reader
 * has no room, is healed from the log. Short outages of the stores are waited out. While nothing happens, it is this object and a
 * timer, and holds no promise: there are ten thousand of them.
 */
export class RunFollower implements LiveListener {
  private readonly position: LogPosition;
  /** Waiting: for messages, or for the timer. Busy: with the log, the reader or a failure; what is heard is kept or marked. */
  private phase: 'waiting' | 'busy' | 'over' = 'busy';
  private isListening = false;
  /** The log may have what the reader has not. */
  private isBehind = true;
  /** Should the log have nothing, Postgres is asked whether the run ended unseen. */
  private asksStatus: boolean;
  /** Heard during the read at hand. */
  private kept: Array<LogEntry | null> | null = null;
  /** Whether anything came since the timer was set. */
  private hasNews = false;
  private waitMs: number;
  private timer: NodeJS.Timeout | null = null;
  private outage: Outage | null = null;

  constructor(
    private readonly redis: Redis,
    private readonly channels: LiveChannels,
    private readonly options: FollowOptions,
    private readonly reader: RunReader,
  ) {
    this.position = new LogPosition(options.after);
    this.asksStatus = options.mayBeOver === true;
    this.waitMs = this.pollMs;
    void this.work(options.begin);
  }

  /** Nothing is given to the reader any more, and it is not told. */
  close(): void {
    this.phase = 'over';
    this.kept = null;
    this.clearTimer();
    this.leave();
  }

  /** A message of the run's live channel; null when some may have been lost. */
  hear(message: string | null): void {
    if (this.isOver) {
      return;
    }
    const entry = message === null ? null : decodeLiveMessage(message);
    if (this.phase === 'busy') {
      this.keep(entry);
      return;
    }
    const room = this.takeUp(entry);
    if (room !== undefined || this.isBehind) {
      void this.work(room);
    }
  }

  /** The timer's: nothing came for a while, or the pause after a failure is over. */
  wake(): void {
    this.timer = null;
    if (this.hasNews && this.phase === 'waiting') {
      this.wait();
      return;
    }
    this.asksStatus ||= this.phase === 'waiting';
    this.isBehind = true;
    void this.work();
  }

  private get pollMs(): number {
    return this.options.pollMs ?? TUNABLES.tailPollMs;
  }

  /** Waits for the reader to have room, then catches up with the log, if there is anything to catch up with. */
  private async work(room?: Promise<void>): Promise<void> {
    if (!this.isOver) {
      this.phase = 'busy';
    }
    this.clearTimer();
    try {
      await room;
      if (!this.isListening && !this.isOver) {
        await this.listen();
      }
      while (this.isBehind && !this.isOver) {
        await this.readOn();
      }
    } catch (cause) {
      this.retryLater(cause);
      return;
    }
    if (!this.isOver) {
      this.outage = null;
      this.wait();
    }
  }

  private get isOver(): boolean {
    return this.phase === 'over';
  }

  private async listen(): Promise<void> {
    await this.channels.listen(runLogChannel(this.options.runId), this);
    this.isListening = true;
    if (this.isOver) {
      this.leave();
    }
  }

  private leave(): void {
    if (this.isListening) {
      this.isListening = false;
      this.channels.leave(runLogChannel(this.options.runId), this);
    }
  }

  /** One read of the log, and then what was heard meanwhile, as far as it fits behind it. */
  private async readOn(): Promise<void> {
    const asks = this.asksStatus;
    this.isBehind = false;
    this.asksStatus = false;
    this.kept = [];
    try {
      const entries = await this.look(asks);
      const { kept } = this;
      this.kept = null;
      await this.passAll(entries, (entry) => this.passOn(entry));
      await this.passAll(kept ?? [], (entry) => this.takeUp(entry));
      if (entries.length === READ_COUNT) {
        this.isBehind = true;
        this.asksStatus ||= asks;
      } else if (entries.length === 0) {
        this.waitMs = Math.min(this.waitMs * 2, Math.max(this.pollMs, TUNABLES.tailPollMaxMs));
      }
    } catch (cause) {
      this.kept = null;
      this.isBehind = true;
      this.asksStatus ||= asks;
      throw cause;
    }
  }

  /** Reads on from the log; when that has nothing, and if wanted, asks Postgres whether the run ended unseen. */
  private async look(asksStatus: boolean): Promise<LogEntry[]> {
    const entries = await this.read();
    if (entries.length > 0 || !asksStatus) {
      return entries;
    }
    const status = await this.reader.status();
    if (status !== null && !endsStream(status)) {
      return [];
    }
    // Once more: the end may have been written between the two looks.
    const late = await this.read();
    return late.length > 0 ? late : [{ kind: 'end', ...this.position.next, status: status ?? 'cancelled', missed: true }];
  }

  private read(): Promise<LogEntry[]> {
    return readRunLog(this.redis, this.options.runId, this.position.cursor, READ_COUNT);
  }

  /** One after the other, each when the reader has room for it. */
  private async passAll<T>(entries: readonly T[], pass: (entry: T) => Promise<void> | undefined): Promise<void> {
    for (const entry of entries) {
      const room = this.isOver ? undefined : pass(entry);
      if (room !== undefined) {
        await room;
      }
    }
  }

  /** Something was heard: given to the reader when it is the very next entry, and else a reason to read the log. */
  private takeUp(entry: LogEntry | null): Promise<void> | undefined {
    if (entry !== null && this.position.isPast(entry)) {
      return undefined;
    }
    return entry !== null && this.position.isJustBefore(entry) ? this.passOn(entry) : this.fallBehind(entry);
  }

  /** Heard while busy. Kept during a read, since it most likely fits behind it; a reader without room costs a mark. */
  private keep(entry: LogEntry | null): void {
    if (this.kept !== null && this.kept.length < KEPT_COUNT) {
      this.kept.push(entry);
    } else {
      this.fallBehind(entry);
    }
  }

  /** The log is to be read; and when it was not text that said so, Postgres is to be asked if that has nothing. */
  private fallBehind(entry: LogEntry | null): undefined {
    this.isBehind = true;
    this.asksStatus ||= entry?.kind !== 'frames';
  }

  /** Gives an entry to the reader. */
  private passOn(entry: LogEntry): Promise<void> | undefined {
    this.hasNews = true;
    if (entry.kind === 'end') {
      return this.passEnd(entry);
    }
    this.position.advanceTo(entry);
    if (entry.kind === 'unreadable') {
      return undefined;
    }
    try {
      return this.reader.take(entry);
    } catch (cause) {
      this.giveUp(cause); // not thrown on: other readers are told of the same message
      return undefined;
    }
  }

  private async passEnd(end: EndEvent): Promise<void> {
    this.asksStatus = true; // should the log have nothing behind it, or a store fail now and the log be lost before it is back
    if (!(await this.isEarlierEnd(end))) {
      await this.give(end);
    } else if (!this.isOver) {
      this.position.advanceTo(end);
      this.isBehind = true;
    }
  }

  private async give(end: EndEvent): Promise<void> {
    const missed = this.position.missed || end.missed === true || this.position.hasGapBefore(end);
    if (!this.isOver) {
      await this.reader.take(missed ? { ...end, missed } : end);
    }
    if (!this.isOver) {
      this.close();
      this.reader.over();
    }
  }

  /** A run that waits no more went on behind that end, or ended without a worker. */
  private async isEarlierEnd({ status }: EndEvent): Promise<boolean> {
    return this.options.passesEarlierEnds === true && status === 'waiting' && (await this.reader.status()) !== 'waiting';
  }

  private wait(): void {
    if (this.hasNews) {
      this.hasNews = false;
      this.waitMs = this.pollMs;
    }
    this.phase = 'waiting';
    this.timer = setTimeout(wake, this.waitMs, this);
  }

  private retryLater(cause: unknown): void {
    if (this.isOver) {
      return;
    }
    this.outage ??= new Outage();
    if (this.outage.hasLasted(this.options.patienceMs ?? PATIENCE_MS)) {
      this.giveUp(cause);
      return;
    }
    this.reader.retries(cause);
    this.isBehind = true;
    this.timer = setTimeout(wake, this.outage.nextPauseMs(), this);
  }

  private giveUp(cause: unknown): void {
    this.close();
    this.reader.over(cause);
  }

  private clearTimer(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
  }
}

/** One function for all timers: a closure for each would be held as long as its stream. */
function wake(follower: RunFollower): void {
  follower.wake();
}
