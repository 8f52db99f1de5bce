import { ERRORS, FrontdeskError, type ToolCallEvent, type ToolGrant } from '@frontdesk/contracts';
import { withLogContext, type Logger } from '@frontdesk/observability';
import { callToolRequestSchema, type CallToolRequest } from '@frontdesk/tools-client';
import type { Tool } from '../catalog/tool.js';
import type { ToolRegistry } from '../catalog/tool.registry.js';
import { CallInterrupted } from '../ledger/call-interrupted.js';
import type { CallLedger, LedgerCall } from '../ledger/call-ledger.js';
import type { CallLocks } from '../ledger/call-locks.js';
import { failureOutcome, type SettledCall } from '../ledger/call-outcome.schema.js';
import type { Execution } from '../ledger/execution.js';
import { onceInTransaction } from '../ledger/once-in-transaction.js';
import { onceUnderLock } from '../ledger/once-under-lock.js';
import { parseArguments } from './call-arguments.js';
import type { CallMetrics } from './call.metrics.js';
import { describeError } from './describe-error.js';
import type { GrantCheck } from './grant-check.js';
import type { Caller, RunningCalls } from './running-calls.js';
import type { ToolRunner } from './tool-runner.js';

/** The service cannot take the call now: it shuts down, or its database is away. Nothing ran that the ledger does not know; a repeat is safe. */
export class ServiceUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServiceUnavailable';
  }
}

export interface CallPipelineParts {
  readonly registry: ToolRegistry;
  readonly grants: GrantCheck;
  readonly ledger: CallLedger;
  readonly locks: CallLocks;
  readonly running: RunningCalls;
  readonly runner: ToolRunner;
  readonly metrics: CallMetrics;
  readonly logger: Logger;
}

/** What is known about a call by the time that it ends. */
interface CallTrace {
  grant?: ToolGrant;
}

/** The way of one call: grant → arguments → ledger → tool → outcome committed → events. */
export class CallPipeline {
  private draining = false;

  constructor(private readonly parts: CallPipelineParts) {}

  /**
   * Takes a call through. `emit` gets progress, effects and then exactly one result or failure.
   * @throws ServiceUnavailable when the call cannot be taken now; CallInterrupted when the caller left
   */
  async call(message: unknown, signal: AbortSignal, emit: (event: ToolCallEvent) => void): Promise<void> {
    if (this.draining) {
      throw new ServiceUnavailable('The tools service is shutting down.');
    }
    const request = callToolRequestSchema.safeParse(message);
    if (!request.success) {
      const field = request.error.issues[0]?.path.join('.') ?? '';
      emitOutcome(refusal(new FrontdeskError('invalid_request', { detail: `The field "${field}" of the request is not valid.` })), emit);
      return;
    }
    const { request_id: requestId, call_id: callId } = request.data;
    const caller: Caller = { signal, show: emit };
    emitOutcome(await withLogContext({ requestId, callId }, () => this.observed(request.data, caller)), emit);
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** From now on calls are refused; those that run go on. */
  drain(): void {
    this.draining = true;
  }

  /** Runs the call, and leaves one log line and one count, however it ends. */
  private async observed(request: CallToolRequest, caller: Caller): Promise<SettledCall> {
    const startedAt = performance.now();
    const trace: CallTrace = {};
    let outcome = 'unavailable';
    let replayed = false;
    try {
      const settled = await this.settle(request, caller, trace).catch(settledError);
      outcome = settled.outcome.kind === 'result' ? 'result' : settled.outcome.code;
      replayed = settled.replayed;
      return settled;
    } catch (error) {
      if (error instanceof CallInterrupted) {
        outcome = error.reason;
      }
      throw this.thrown(error);
    } finally {
      const { registry, metrics, logger } = this.parts;
      const durationMs = Math.round(performance.now() - startedAt);
      const tool = registry.has(request.tool) ? request.tool : 'unknown';
      metrics.ended(tool, outcome, replayed, durationMs);
      logger.info({ tool, outcome, replayed, durationMs, runId: trace.grant?.runId, threadId: trace.grant?.threadId }, 'tool call ended');
    }
  }

  private async settle(request: CallToolRequest, caller: Caller, trace: CallTrace): Promise<SettledCall> {
    const { grants, registry, running } = this.parts;
    const grant = await grants.verify(request);
    trace.grant = grant;
    const tool = registry.get(request.tool);
    const args = parseArguments(tool, request.arguments_json);
    const { tenantId, userId, threadId, runId, callId, argsHash } = grant;
    const call: LedgerCall = { tenantId, userId, threadId, runId, callId, tool: tool.name, argsHash };
    return withLogContext({ tenantId, runId, threadId }, () =>
      running.share(call, caller, (controller, show) => this.execute(tool, args, call, controller, show)),
    );
  }

  private async execute(
    tool: Tool,
    args: Record<string, unknown>,
    call: LedgerCall,
    controller: AbortController,
    show: Caller['show'],
  ): Promise<SettledCall> {
    const { ledger, locks, runner } = this.parts;
    const { signal } = controller;
    const timer = setTimeout(() => controller.abort(new CallInterrupted('deadline')), tool.deadlineMs);
    const execution: Execution = {
      call,
      deadlineAt: Date.now() + tool.deadlineMs,
      signal,
      run: (db) => runner.run({ tool, args, call, signal, show }, db),
      failed: (error) => runner.failed(tool, error),
    };
    try {
      return await (tool.reach === 'database' ? onceInTransaction(ledger, execution) : onceUnderLock(ledger, locks, tool.reach, execution));
    } finally {
      clearTimeout(timer);
    }
  }

  /** What is no outcome: the caller left, or the call could not be taken. */
  private thrown(error: unknown): Error {
    if (error instanceof CallInterrupted && error.reason !== 'shutdown') {
      return error;
    }
    if (error instanceof CallInterrupted) {
      return new ServiceUnavailable('The tools service is shutting down.', { cause: error });
    }
    this.parts.logger.error(describeError(error), 'the ledger could not be used');
    return new ServiceUnavailable('The tools service cannot reach its database.', { cause: error });
  }
}

const refusal = (error: FrontdeskError): SettledCall => ({ outcome: failureOutcome(error), replayed: false });

/** The errors that are an outcome of the call; others are thrown on. */
function settledError(error: unknown): SettledCall {
  if (error instanceof FrontdeskError) {
    return refusal(error);
  }
  if (error instanceof CallInterrupted && error.reason === 'deadline') {
    return refusal(new FrontdeskError('tool_deadline'));
  }
  throw error;
}

/** What a caller sees of an outcome: effects first, so that they are on screen before the model goes on. */
function emitOutcome({ outcome, replayed }: SettledCall, emit: (event: ToolCallEvent) => void): void {
  switch (outcome.kind) {
    case 'result':
      for (const effect of outcome.effects) {
        emit({ type: 'effect', effect });
      }
      emit({ type: 'result', output: outcome.output, replayed });
      return;
    case 'failure':
      emit({ type: 'failure', code: outcome.code, message: outcome.message, retryable: ERRORS[outcome.code].allowRetry });
  }
}
