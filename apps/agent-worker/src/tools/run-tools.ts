import { iconSchema } from '@frontdesk/chatkit-protocol';
import { TUNABLES, type ChatEffect, type ToolCallEvent, type ToolDescriptor, type ToolGrant } from '@frontdesk/contracts';
import { withLogContext, type Logger } from '@frontdesk/observability';
import type { ClaimedRun } from '@frontdesk/runs';
import { hashToolArguments, signGrant, type ToolsClient } from '@frontdesk/tools-client';
import { z } from 'zod';
import { AgentChat } from '../agents/agent-chat.js';
import type { LocalTool } from '../agents/local-tool.js';
import type { WorkerMetrics } from '../agent-worker.metrics.js';
import type { ChatEffects, EffectOrigin } from '../effects/chat-effects.js';
import { errorForLog } from '../model-calls/model-errors.js';
import { errorText, failureText, resultText } from './tool-output.js';

export interface RunToolsOptions {
  readonly client: Pick<ToolsClient, 'callTool'>;
  readonly secret: string;
  readonly run: Pick<ClaimedRun, 'id' | 'epoch' | 'owner' | 'threadId'>;
  readonly catalogue: readonly ToolDescriptor[];
  readonly effects: Pick<ChatEffects, 'apply' | 'show' | 'callEnded'>;
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

/** How a call ended. */
export type CallEnd = Extract<ToolCallEvent, { type: 'result' | 'failure' }>;

/** The tool calls of one claimed run: signed, sent to the tools service, their effects put into the chat. */
export class RunTools {
  private readonly local = new Map<string, LocalTool>();

  constructor(private readonly options: RunToolsOptions) {}

  /** From now on calls of this name run here, in the worker. */
  addLocal(tool: LocalTool): void {
    this.local.set(tool.name, tool);
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
        const local = this.local.get(input.tool);
        const end = local === undefined ? await this.follow(input) : await this.runLocal(local, input);
        outcome = end.type === 'result' ? 'result' : end.code;
        return end.type === 'result' ? resultText(end.output) : failureText(end);
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

  /**
   * Follows one call to its end and puts its effects into the chat: a tool's, or an action's.
   *
   * @throws FrontdeskError trouble on the way; the signal's reason when it is aborted
   */
  async follow(input: ToolCallInput): Promise<CallEnd> {
    try {
      return await this.followEvents(input);
    } finally {
      this.options.effects.callEnded(input.callId);
    }
  }

  /** What is wrong with the arguments goes to the model; an error of the tool's own stays in the log. */
  private async runLocal(tool: LocalTool, { callId, argumentsJson, signal }: ToolCallInput): Promise<CallEnd> {
    const args = tool.parameters.safeParse(parsedJson(argumentsJson));
    if (!args.success) {
      return { type: 'failure', code: 'tool_invalid_arguments', message: z.prettifyError(args.error), retryable: false };
    }
    const chat = new AgentChat(this.options.effects, callId);
    try {
      return { type: 'result', output: await tool.run(args.data, { chat, signal }), replayed: false };
    } finally {
      chat.end();
    }
  }

  private async followEvents(input: ToolCallInput): Promise<CallEnd> {
    let shown = '';
    const progress = (text: string, icon?: string): void => {
      if (text !== '' && text !== shown) {
        shown = text;
        const known = iconSchema.safeParse(icon); // one that clients do not know would end their stream
        this.options.effects.show({ type: 'progress', text, icon: known.data }, { callId: input.callId, index: 0 });
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
          this.apply(event.effect, input, { index: effects, live: event.live === true });
          effects += event.live === true ? 0 : 1;
          break;
        case 'result':
        case 'failure':
          return event;
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
  private apply(effect: ChatEffect, input: ToolCallInput, at: { readonly index: number; readonly live: boolean }): void {
    const { effects, logger } = this.options;
    const origin: EffectOrigin = { callId: input.callId, index: at.index };
    try {
      if (at.live) {
        effects.show(effect, origin);
      } else {
        effects.apply(effect, origin);
      }
    } catch (cause) {
      logger.error({ tool: input.tool, effect: effect.type, failure: errorForLog(cause) }, 'an effect of a tool does not fit the protocol');
    }
  }

  private descriptor(tool: string): ToolDescriptor | undefined {
    return this.options.catalogue.find((descriptor) => descriptor.name === tool);
  }
}

function parsedJson(text: string): unknown {
  try {
    return text.trim() === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    return undefined; // told to the model as what is missing
  }
}
