import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from '@frontdesk/observability';
import { RunQueue } from '@frontdesk/run-queue';
import type { Admission } from '@frontdesk/runs';
import { LOGGER } from '../gateway.tokens.js';

/** Points the workers at runs. */
@Injectable()
export class RunDispatcher {
  constructor(
    private readonly queue: RunQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never waits and never fails: a run that could not be enqueued stays `queued`, and a worker's reconciler finds it. */
  dispatch({ runId, epoch, threadId, needsWakeUp }: Pick<Admission, 'runId' | 'epoch' | 'threadId' | 'needsWakeUp'>): void {
    if (!needsWakeUp) {
      return;
    }
    this.queue.add(runId, epoch).catch((cause: unknown) => {
      this.logger.warn({ err: cause, runId, threadId }, 'run could not be enqueued; the reconciler will');
    });
  }
}
