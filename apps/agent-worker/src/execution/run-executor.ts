import { TUNABLES } from '@frontdesk/contracts';
import { withLogContext } from '@frontdesk/observability';
import { RunEventWriter } from '@frontdesk/run-events';
import type { ClaimedRun } from '@frontdesk/runs';
import { errorForLog } from '../model-calls/model-errors.js';
import { encodeDelta, RunPublisher } from '../publishing/run-publisher.js';
import { AnswerAttempt } from './answer-attempt.js';
import { parseCheckpoint } from './checkpoint.schema.js';
import type { ExecutionServices } from './execution-services.js';
import { FirstDeltaClock } from './first-delta-clock.js';
import { LeaseHeartbeat } from './lease-heartbeat.js';
import type { RunAbort } from './run-abort.js';
import { closeRun } from './run-closing.js';
import { endingOf, type Ending } from './run-outcome.js';

/** Of the gap in which the model's text comes, which grows under load. */
const LOG_GAP = TUNABLES.logGapMs / TUNABLES.flushMs;

/** Takes one claimed run from its claim to its end. */
export class RunExecutor {
  constructor(private readonly services: ExecutionServices) {}

  /**
   * @param abort stops the run; whoever holds it says why
   * @throws only when the stores stayed away: the lease then runs out, and another worker takes the run
   */
  execute(run: ClaimedRun, abort: RunAbort): Promise<Ending> {
    const context = { runId: run.id, threadId: run.threadId, tenantId: run.owner.tenantId };
    return withLogContext(context, () => this.run(run, abort));
  }

  private async run(run: ClaimedRun, abort: RunAbort): Promise<Ending> {
    const { lifecycle, logger, metrics } = this.services;
    const clock = new FirstDeltaClock(metrics);
    const checkpoint = parseCheckpoint(run.checkpoint);
    const lease = new LeaseHeartbeat(lifecycle, run, abort, logger);
    const publisher = this.publisherOf(run, abort, lease, clock, checkpoint?.itemIds ?? []);
    if (run.cancelRequested) {
      abort.abort('cancelled');
    }
    try {
      const attempt = new AnswerAttempt(this.services, run, abort, publisher, clock, checkpoint);
      const { finished, error } = await attempt.answer();
      abort.settle();
      const ending = endingOf({ abort: abort.reason, error, finished, waits: attempt.clientCalls.length > 0 });
      this.report(ending, error);
      const closed = await closeRun({ ...attempt.closingParts(error), lease }, ending);
      if (closed.kind === 'completed') {
        attempt.summarise();
      }
      return closed;
    } catch (cause) {
      publisher.stop();
      throw cause;
    } finally {
      lease.stop();
    }
  }

  private publisherOf(run: ClaimedRun, abort: RunAbort, lease: LeaseHeartbeat, clock: FirstDeltaClock, settledIds: readonly string[]): RunPublisher {
    const { lifecycle, logRedis, pictures, logger, pace } = this.services;
    const onFenced = (): void => abort.abort('fenced');
    const writer = new RunEventWriter(logRedis, {
      runId: run.id,
      epoch: run.epoch,
      encodeDelta,
      mayWrite: (isLogGone) => lease.isHeld(isLogGone),
      onFenced,
      onRetry: (cause) => logger.warn({ failure: errorForLog(cause) }, 'run events could not be written; trying again'),
      onLogLost: () => publisher.snapshot(),
      gapMs: () => pace.gapMs() * LOG_GAP,
    });
    const onFailure = (cause: unknown): void => {
      logger.error({ failure: errorForLog(cause) }, 'an event of the run could not be published');
      abort.fail(cause);
    };
    const publisher: RunPublisher = new RunPublisher(
      { store: lifecycle, fence: run, writer, keepFiles: (item) => pictures.keep(run.owner, item), onFenced, onFailure, onFirstDelta: () => clock.firstDelta() },
      settledIds,
    );
    return publisher;
  }

  private report(ending: Ending, error: unknown): void {
    if (ending.kind === 'failed') {
      const level = ending.code === 'internal' ? 'error' : 'warn';
      this.services.logger[level]({ errorCode: ending.code, failure: errorForLog(error) }, 'the run failed');
    }
  }
}
