import { FrontdeskError } from '@frontdesk/contracts';
import type { DatabaseExecutor } from '@frontdesk/database';
import type { Logger } from '@frontdesk/observability';
import type { Tool } from '../catalog/tool.js';
import type { LedgerCall } from '../ledger/call-ledger.js';
import { failureOutcome, resultOutcome, type CallOutcome } from '../ledger/call-outcome.schema.js';
import { describeError } from './describe-error.js';
import { LiveEffects } from './live-effects.js';
import type { LiveListener } from './running-calls.js';

export interface ToolRun {
  readonly tool: Tool;
  readonly args: Record<string, unknown>;
  readonly call: LedgerCall;
  readonly signal: AbortSignal;
  readonly show: LiveListener;
}

/** Runs the code of tools. */
export class ToolRunner {
  constructor(private readonly logger: Logger) {}

  /** @throws the signal's reason as soon as it is aborted, even when the tool does not heed it; else what the tool throws */
  async run({ tool, args, call, signal, show }: ToolRun, db: DatabaseExecutor): Promise<CallOutcome> {
    signal.throwIfAborted();
    const { tenantId, userId, threadId, runId, callId } = call;
    const live = new LiveEffects(show);
    const work = tool.run(args, {
      owner: { tenantId, userId },
      threadId,
      runId,
      callId,
      idempotencyKey: `${runId}:${callId}`,
      db,
      signal,
      progress: (text, icon) => show({ type: 'progress', text, icon }),
      show: (effect) => live.show(effect),
    });
    const { output, effects } = await this.unlessAborted(work, tool, signal);
    return resultOutcome({ output, effects: live.followedBy(effects ?? []) });
  }

  /** What an error of the tool leads to. Its text stays in here: it may hold what the user said. */
  failed(tool: Tool, error: unknown): CallOutcome {
    if (error instanceof FrontdeskError && error.code.startsWith('tool_')) {
      return failureOutcome(error);
    }
    this.logger.error({ tool: tool.name, ...describeError(error) }, 'a tool failed');
    return tool.whenFailed === undefined ? failureOutcome(new FrontdeskError('tool_failed')) : resultOutcome(tool.whenFailed());
  }

  private async unlessAborted<T>(work: Promise<T>, tool: Tool, signal: AbortSignal): Promise<T> {
    let interrupted = false;
    const abort = new Promise<never>((_resolve, reject) => {
      signal.addEventListener(
        'abort',
        () => {
          interrupted = true;
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
    const late = () => {
      if (interrupted) {
        this.logger.debug({ tool: tool.name }, 'an interrupted tool came to its end');
      }
    };
    work.then(late, late);
    return Promise.race([work, abort]);
  }
}
