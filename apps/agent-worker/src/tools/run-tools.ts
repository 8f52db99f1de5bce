import { iconSchema, type ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import { TUNABLES, type ToolCallEvent, type ToolDescriptor, type ToolEffect, type ToolGrant } from '@frontdesk/contracts';
import { withLogContext, type Logger } from '@frontdesk/observability';
import type { ClaimedRun } from '@frontdesk/runs';
import { hashToolArguments, signGrant, type ToolsClient } from '@frontdesk/tools-client';
import type { WorkerMetrics } from '../agent-worker.metrics.js';
import { errorForLog } from '../model-calls/model-errors.js';
import { effectOutcome, type ClientCall } from './tool-effects.js';
import { errorText, failureText, resultText } from './tool-output.js';

export interface RunToolsOptions {
  readonly client: Pick<ToolsClient, 'callTool'>;
  readonly secret: string;
  readonly run: Pick<ClaimedRun, 'id' | 'epoch' | 'owner' | 'threadId'>;
  readonly catalogue: readonly ToolDescriptor[];
  readonly publish: (event: ThreadStreamEvent) => void;
  /** Resolves when the call may start: when a worker that takes over would know of it. */
  readonly mayStart: () => Promise<void>;
  readonly metrics: Pick<WorkerMetrics, 'toolCallEnded'>;
  readonly logger: Logger;
}

export interface ToolCallInput {
  readonly tool: string;
  readonly callId: string;
  /** Exactly as the model wrote them. */
  readonly argumentsJson: string;
  readonly signal: AbortSignal;
}

/** The tool calls of one claimed run: signed, sent to the tools service, their effects put into the chat. */
export class RunTools {
  private readonly requested: ClientCall[] = [];

  constructor(private readonly options: RunToolsOptions) {}

  /** What the calls so far asked the user's page to do. */
  get clientCalls(): readonly ClientCall[] {
    return this.requested;
  }

  /**
   * Runs one call.
   *
   * @returns what the model reads: the result, or an error that it can explain
   * @throws the signal's reason when it is aborted
   */
  async call(input: ToolCallInput): Promise<string> {
    return withLogContext({ callId: input.callId }, async () => {
      let outcome = 'aborted';
      try {
        await this.options.mayStart();
        input.signal.throwIfAborted();
        const answer = await this.follow(input);
        outcome = answer.outcome;
        return answer.text;
      } catch (cause) {
        input.signal.throwIfAborted();
        outcome = 'unreachable';
        this.options.logger.warn({ tool: input.tool, failure: errorForLog(cause) }, 'a tool call failed on its way');
        return errorText(cause);
      } finally {
        this.options.metrics.toolCallEnded(this.descriptor(input.tool) === undefined ? 'unknown' : input.tool, outcome);
      }
    });
  }

  private async follow(input: ToolCallInput): Promise<{ outcome: string; text: string }> {
    let shown = '';
    const progress = (text: string, icon?: string): void => {
      if (text !== '' && text !== shown) {
        shown = text;
        this.options.publish(progressEvent(text, icon));
      }
    };
    progress(this.descriptor(input.tool)?.progressText ?? '');
    let effects = 0;
    for await (const event of await this.events(input)) {
      switch (event.type) {
        case 'progress':
          progress(event.text, event.icon);
          break;
        case 'effect':
          this.apply(event.effect, input, effects);
          effects += 1;
          break;
        case 'result':
          return { outcome: 'result', text: resultText(event.output) };
        case 'failure':
          return { outcome: event.code, text: failureText({ code: event.code, message: event.message, retryable: event.retryable }) };
      }
    }
    throw new Error('the call ended without an outcome');
  }

  private async events(input: ToolCallInput): Promise<AsyncIterable<ToolCallEvent>> {
    const { client, run, secret } = this.options;
    const grant: ToolGrant = {
      ...run.owner,
      threadId: run.threadId,
      runId: run.id,
      epoch: run.epoch,
      tool: input.tool,
      callId: input.callId,
      argsHash: hashToolArguments(input.argumentsJson),
    };
    return client.callTool({
      tool: input.tool,
      callId: input.callId,
      argumentsJson: input.argumentsJson,
      grant: await signGrant(secret, grant, TUNABLES.grantTtlSeconds),
      requestId: run.id,
      signal: input.signal,
    });
  }

  /** A tool whose effect does not fit the protocol is a defect of that tool; the call's result counts all the same. */
  private apply(effect: ToolEffect, input: ToolCallInput, index: number): void {
    const { run, publish, logger } = this.options;
    try {
      const outcome = effectOutcome(effect, { runId: run.id, threadId: run.threadId, callId: input.callId, index, now: new Date() });
      if (outcome.kind === 'event') {
        publish(outcome.event);
      } else {
        this.requested.push(outcome.call);
      }
    } catch (cause) {
      logger.error({ tool: input.tool, effect: effect.type, failure: errorForLog(cause) }, 'an effect of a tool does not fit the protocol');
    }
  }

  private descriptor(tool: string): ToolDescriptor | undefined {
    return this.options.catalogue.find((descriptor) => descriptor.name === tool);
  }
}

/** An icon that clients do not know would end their stream, so it is left out. */
function progressEvent(text: string, icon: string | undefined): ThreadStreamEvent {
  const known = iconSchema.safeParse(icon);
  return { type: 'progress_update', text, ...(known.success ? { icon: known.data } : {}) };
}
