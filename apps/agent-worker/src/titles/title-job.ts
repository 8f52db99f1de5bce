import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { RunPublisher } from '../publishing/run-publisher.js';
import type { ThreadTitles } from './thread-titles.js';

/** How long, in ms, an end waits for the title. The next answer tries again. */
export const TITLE_GRACE = { afterAnswer: 1_500, beforeClientTool: 200 } as const;

export interface TitleJobOptions {
  readonly titles: Pick<ThreadTitles, 'titleFor'>;
  readonly publisher: Pick<RunPublisher, 'title'>;
  /** What a title can be made of; null when there is nothing, or the thread has one. */
  readonly text: string | null;
  readonly onFailure: (cause: unknown) => void;
}

/**
 * The title of one thread, made beside its first answer. It starts once the answer's text has, so that a server that serves one
 * request at a time serves the answer first, and nobody waits for the first word while a title is asked for.
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
    const { titles, publisher, onFailure } = this.options;
    try {
      await nextTurn(); // what the answer has just said is sent before
      const title = await titles.titleFor(text, this.controller.signal);
      if (title !== null && !this.controller.signal.aborted) {
        publisher.title(title);
      }
    } catch (cause) {
      onFailure(cause);
    }
  }
}
