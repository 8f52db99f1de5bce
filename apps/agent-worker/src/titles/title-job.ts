import { setTimeout as delay } from 'node:timers/promises';
import { toWireThread, type ThreadRecord } from '@frontdesk/threads';
import type { RunPublisher } from '../publishing/run-publisher.js';
import type { ThreadTitles } from './thread-titles.js';

/** How long, in ms, an end waits for the title. The next answer tries again. */
export const TITLE_GRACE = { afterAnswer: 1_500, beforeClientTool: 200 } as const;

export interface TitleJobOptions {
  readonly titles: Pick<ThreadTitles, 'titleFor'>;
  readonly publisher: Pick<RunPublisher, 'title'>;
  /** Read when the job starts, not before: nothing of this may stand before the first word of the answer. */
  readonly loadThread: () => Promise<ThreadRecord>;
  /** What a title can be made of; null when there is nothing. */
  readonly text: string | null;
  readonly onFailure: (cause: unknown) => void;
}

/**
 * The title of one thread, made beside its first answer. It starts once the answer has, so that a server that serves one
 * request at a time serves the answer first.
 */
export class TitleJob {
  private readonly controller = new AbortController();
  private job: Promise<void> | null = null;

  constructor(private readonly options: TitleJobOptions) {}

  /** Later calls do nothing. */
  start(): void {
    if (this.options.text !== null && !this.controller.signal.aborted) {
      this.job ??= this.run(this.options.text);
    }
  }

  /** Waits a moment for a title that is on its way, then gives up on it. */
  async finish(graceMs: number): Promise<void> {
    if (this.job !== null) {
      await Promise.race([this.job, delay(graceMs, undefined, { signal: this.controller.signal, ref: false }).catch(() => undefined)]);
    }
    this.cancel();
  }

  cancel(): void {
    this.controller.abort();
  }

  /** Never throws. */
  private async run(text: string): Promise<void> {
    const { titles, publisher, loadThread, onFailure } = this.options;
    try {
      const thread = await loadThread();
      const title = thread.title === null ? await titles.titleFor(text, this.controller.signal) : null;
      if (title !== null && !this.controller.signal.aborted) {
        const now = await loadThread(); // what the answer changed meanwhile is not to be shown as it was before
        publisher.title(title, { type: 'thread.updated', thread: toWireThread({ ...now, title }) });
      }
    } catch (cause) {
      onFailure(cause);
    }
  }
}
