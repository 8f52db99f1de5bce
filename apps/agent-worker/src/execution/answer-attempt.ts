import { newId } from '@frontdesk/contracts';
import type { ClaimedRun } from '@frontdesk/runs';
import {
  InputGuardrailTripwireTriggered,
  ModelRefusalError,
  OutputGuardrailTripwireTriggered,
  type Agent,
  type AgentInputItem,
} from '@openai/agents';
import { ChatEventsMapper } from '../model-events/chat-events.mapper.js';
import { errorForLog } from '../model-calls/model-errors.js';
import { GuardedModel } from '../model-calls/guarded.model.js';
import type { RunPublisher } from '../publishing/run-publisher.js';
import { TitleJob } from '../titles/title-job.js';
import { agentTools } from '../tools/agent-tools.js';
import { RunTools } from '../tools/run-tools.js';
import type { ClientCall } from '../tools/tool-effects.js';
import { converse, type ConversationResult } from './agent-conversation.js';
import { CheckpointKeeper } from './checkpoint-keeper.js';
import { NO_USAGE, type Checkpoint, type RunUsage } from './checkpoint.schema.js';
import type { ExecutionServices } from './execution-services.js';
import type { FirstDeltaClock } from './first-delta-clock.js';
import { chooseInference } from './inference-choice.js';
import type { RunAbort } from './run-abort.js';
import type { ClosingParts } from './run-closing.js';
import { prepareRun, type PreparedRun } from './run-preparation.js';
import { recover } from './run-recovery.js';

/** What the agent loop came to. */
export interface AttemptResult {
  /** It came to its end by itself. */
  readonly finished: boolean;
  /** What stopped it, when it was an error; null otherwise. */
  readonly error: unknown;
}

/** One claim's attempt at an answer: everything between the claim and the decision how the run ends. */
export class AnswerAttempt {
  private readonly mapper: ChatEventsMapper;
  private title: TitleJob | null = null;
  private usedBefore: RunUsage = NO_USAGE;
  private usedNow: RunUsage = NO_USAGE;
  private modelCalls = 0;
  private history: readonly AgentInputItem[] = [];
  private asked: readonly ClientCall[] = [];

  constructor(
    private readonly services: ExecutionServices,
    private readonly run: ClaimedRun,
    private readonly abort: RunAbort,
    private readonly publisher: RunPublisher,
    private readonly clock: FirstDeltaClock,
    private readonly checkpoint: Checkpoint | null,
  ) {
    this.mapper = new ChatEventsMapper({ threadId: run.threadId, newId, now: () => new Date() });
  }

  /** What the client is to be asked for. */
  get clientCalls(): readonly ClientCall[] {
    return this.asked;
  }

  /** Comes back when all that there is to show is stored. Never throws. */
  async answer(): Promise<AttemptResult> {
    const attempt = await this.attempt().catch((cause: unknown): AttemptResult => {
      const isAnswer = cause instanceof ModelRefusalError && !this.abort.signal.aborted; // its text is on screen
      return { finished: isAnswer, error: isAnswer ? null : cause };
    });
    await this.publisher.settled();
    const { failure } = this.abort;
    return failure === null ? attempt : { finished: false, error: failure };
  }

  closingParts(error: unknown): ClosingParts {
    const isTakenBack = error instanceof InputGuardrailTripwireTriggered || error instanceof OutputGuardrailTripwireTriggered;
    return {
      run: this.run,
      lifecycle: this.services.lifecycle,
      publisher: this.publisher,
      mapper: this.mapper,
      title: this.title,
      usage: this.usage(),
      modelCalls: this.modelCalls,
      history: this.history,
      clientCalls: this.asked,
      isTakenBack,
    };
  }

  private async attempt(): Promise<AttemptResult> {
    const { run, checkpoint } = this;
    const [preparation, recovery] = await Promise.allSettled([
      run.cancelRequested ? null : prepareRun(this.services, run, checkpoint),
      this.recover(),
    ]);
    const prepared = valueOf(preparation);
    valueOf(recovery);
    if (prepared === null || this.abort.signal.aborted) {
      return { finished: false, error: null };
    }
    this.usedBefore = prepared.usage;
    this.modelCalls = prepared.modelCalls;
    const result =
      prepared.clientCalls.length > 0
        ? { finished: true, history: prepared.history, clientCalls: prepared.clientCalls }
        : await this.converse(prepared);
    this.history = result.history;
    this.asked = result.clientCalls;
    return { finished: result.finished, error: null };
  }

  private recover(): Promise<void> {
    const { lifecycle, logRedis, logger } = this.services;
    return recover({
      redis: logRedis,
      lifecycle,
      publisher: this.publisher,
      run: this.run,
      settled: this.checkpoint?.itemIds ?? [],
      signal: this.abort.signal,
      logger,
    });
  }

  private async converse(prepared: PreparedRun): Promise<ConversationResult> {
    const { publisher, mapper, abort } = this;
    const title = this.titleJob(prepared.titleText);
    this.title = title;
    const checkpoints = new CheckpointKeeper(publisher, prepared, () => this.usage());
    const tools = new RunTools({
      client: this.services.tools,
      secret: this.services.secret,
      run: this.run,
      catalogue: prepared.catalogue,
      publish: (event) => mapper.external(event).forEach((one) => publisher.publish(one)),
      mayStart: () => checkpoints.mayStart(),
      metrics: this.services.metrics,
      logger: this.services.logger,
    });
    const agent = await this.agentFor(prepared, tools, checkpoints);
    return converse(
      {
        agent,
        tools,
        mapper,
        checkpoints,
        signal: abort.signal,
        publish: (event) => publisher.publish(event),
        onFirstEvent: () => title.start(),
        onUsage: (usage) => (this.usedNow = usage),
      },
      prepared.history,
    );
  }

  private async agentFor(prepared: PreparedRun, tools: RunTools, checkpoints: CheckpointKeeper): Promise<Agent> {
    const { config, models } = this.services;
    const choice = chooseInference(config);
    const model = new GuardedModel(await models.model(choice.model), config.MODEL_IDLE_MS, {
      onRequest: (input) => {
        checkpoints.requestSent(input);
        this.modelCalls = checkpoints.modelCalls;
        this.clock.requestSent();
      },
      onFirstText: (ms) => this.clock.modelSpoke(ms),
      onStalled: () => this.abort.abort('model_stalled'),
    });
    return choice.agent.build(
      { facts: prepared.facts },
      {
        model,
        modelSettings: models.agentSettings(),
        tools: agentTools(prepared.catalogue, tools, this.abort.signal),
        // A tool that asked the client for something ends the turn after its batch; the model hears of it with the answer.
        toolUseBehavior: () =>
          tools.clientCalls.length > 0
            ? { isFinalOutput: true, isInterrupted: undefined, finalOutput: 'waiting for the client' }
            : { isFinalOutput: false, isInterrupted: undefined },
      },
    );
  }

  private titleJob(text: string | null): TitleJob {
    const { titles, threads, logger } = this.services;
    return new TitleJob({
      titles,
      publisher: this.publisher,
      text,
      loadThread: () => threads.getThread(this.run.owner, this.run.threadId),
      onFailure: (cause) => {
        if (!this.abort.signal.aborted) {
          logger.warn({ failure: errorForLog(cause) }, 'no title could be made');
        }
      },
    });
  }

  private usage(): RunUsage {
    const { usedBefore: a, usedNow: b } = this;
    return {
      requests: a.requests + b.requests,
      input_tokens: a.input_tokens + b.input_tokens,
      output_tokens: a.output_tokens + b.output_tokens,
      total_tokens: a.total_tokens + b.total_tokens,
    };
  }
}

function valueOf<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') {
    throw outcome.reason;
  }
  return outcome.value;
}
