import { cursorOf, type Cursor } from '@frontdesk/contracts';
import type { LogEntry } from './run-log.js';

/** How far one reader has come in a run's log, and whether that was all of it. */
export class LogPosition {
  /** Something before this position did not reach the reader. */
  missed = false;
  private epoch: number;
  private seq: number;

  constructor(cursor: Cursor) {
    const [epoch = 0, seq = 0] = cursor.split('-').map(Number);
    this.epoch = epoch;
    this.seq = seq;
  }

  get cursor(): Cursor {
    return cursorOf({ epoch: this.epoch, seq: this.seq });
  }

  /** The place of an entry that the log does not have. */
  get next(): { readonly epoch: number; readonly seq: number } {
    return { epoch: this.epoch, seq: this.seq + 1 };
  }

  advanceTo(entry: LogEntry): void {
    this.missed ||= entry.kind === 'unreadable' || this.hasGapBefore(entry);
    this.epoch = entry.epoch;
    this.seq = entry.seq;
  }

  /** Whether entries before this one were lost, as far as their numbers tell. */
  hasGapBefore({ epoch, seq }: LogEntry): boolean {
    return seq > 1 && seq !== (epoch === this.epoch ? this.seq + 1 : 1);
  }

  /** Was it delivered already? An end is looked into: the reader may have come with a position that the run never gets to. */
  isPast({ kind, epoch, seq }: LogEntry): boolean {
    return kind !== 'end' && (epoch - this.epoch || seq - this.seq) <= 0;
  }

  /**
   * Is it the very next one? That can be told within an epoch, and of the first entry of the first claim. Any other new epoch is
   * read from the log.
   */
  isJustBefore({ epoch, seq }: LogEntry): boolean {
    if (epoch === this.epoch) {
      return seq === this.seq + 1;
    }
    return epoch === 1 && seq === 1 && this.epoch === 0 && this.seq === 0;
  }
}
