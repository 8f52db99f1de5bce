import { newId } from '@frontdesk/contracts';
import type { ClaimedRun } from '@frontdesk/runs';
import {
  InputGuardrailTripwireTriggered,
  ModelRefusalError,
  OutputGuardrailTripwireTriggered,
  type Agent,
  type AgentInputItem,
} from '@openai/agents';
import { AgentChat } from '../agents/agent-chat.js';
import type { AgentRuntime } from '../agents/agent-definition.js';
import { agentNamed, handoffNames } from '../agents/agent-graph.js';
import { ChatEffects } from '../effects/chat-effects.js';
import type { ClientRequest } from '../effects/client-request.js';
import { ChatEventsMapper } from '../model-events/chat-events.mapper.js';
import { errorForLog } from '../model-calls/model-errors.js';
import { GuardedModel, type ModelCallObserver, type ShowFiles } from '../model-calls/guarded.model.js';
import type { RunPublisher } from '../publishing/run-publisher.js';
import { TitleJob } from '../titles/title-job.js';
import { agentTools, localTool } from '../tools/agent-tools.js';
import { RunTools } from '../tools/run-tools.js';
import { converse, type ConversationResult } from './agent-conversation.js';
import { AnswerReading } from './answer-reading.js';
import { CheckpointKeeper } from './checkpoint-keeper.js';
import { NO_USAGE, type Checkpoint, type RunUsage } from './checkpoint.schema.js';
import { handleAction } from './custom-action.js';
import type { ExecutionServices } from './execution-services.js';
import type { FirstDeltaClock } from './first-delta-clock.js';
import { chooseInference } from './inference-choice.js';
import type { RunAbort } from './run-abort.js';
import type { ClosingParts } from './run-closing.js';
import { prepareRun, type PreparedRun } from './run-preparation.js';
import { recover } from './run-recovery.js';

/** A tool that asked the client for something ends the turn after its batch; the model hears of it with the answer. */
const TURN_PAUSES = { isFinalOutput: true, isInterrupted: undefined, finalOutput: 'waiting for the client' } as const;
const TURN_GOES_ON = { isFinalOutput: false, isInterrupted: undefined } as const;

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
  private readonly effects: ChatEffects;
  private title: TitleJob | null = null;
  private usedBefore: RunUsage = NO_USAGE;
  private usedNow: RunUsage = NO_USAGE;
  private modelCalls = 0;
  private history: readonly AgentInputItem[] = [];
  private asked: readonly ClientRequest[] = [];
  private agent: string | undefined;
  private summariseBefore: string | null = null;

  constructor(
    private readonly services: ExecutionServices,
    private readonly run: ClaimedRun,
    private readonly abort: RunAbort,
    private readonly publisher: RunPublisher,
    private readonly clock: FirstDeltaClock,
    private readonly checkpoint: Checkpoint | null,
  ) {
    const now = (): Date => new Date();
    const { agent } = chooseInference(services, run.context, [], false);
    this.mapper = new ChatEventsMapper({
      threadId: run.threadId,
      newId,
      now,
      partialImages: agent.partialImages ?? 0,
      annotate: (citation) => agent.annotate?.(citation, run.context),
    });
    this.effects = new ChatEffects({
      run,
      mapper: this.mapper,
      publisher,
      findItem: (itemId) => services.threads.findItem(run.owner, run.threadId, itemId),
      onUnknownItem: ({ type }) => services.logger.warn({ effect: type }, 'an effect names an item that is not in the thread'),
      now,
    });
  }

  /** What the client is to be asked for. */
  get clientCalls(): readonly ClientRequest[] {
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

  /** When the run is over, and the model free. */
  summarise(): void {
    if (this.summariseBefore !== null) {
      this.services.summaries.start(this.run.owner, this.run.threadId, this.summariseBefore);
    }
  }

  closingParts(error: unknown): Omit<ClosingParts, 'lease'> {
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
      agent: this.agent,
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
    this.summariseBefore = prepared.summariseBefore;
    this.agent = prepared.agent;
    if (prepared.notice !== null) {
      this.publisher.publish({ type: 'notice', level: 'warning', message: prepared.notice });
    }
    if (prepared.workflow !== null) {
      this.mapper.resumeWorkflow(prepared.workflow);
    }
    const result =
      prepared.clientCalls.length > 0
        ? { finished: true, history: prepared.history, clientCalls: prepared.clientCalls }
        : await this.work(prepared);
    this.history = result.history;
    this.asked = result.clientCalls;
    return { finished: result.finished, error: null };
  }

  /** What the run is for: an action that is handled, and an answer. */
  private async work(prepared: PreparedRun): Promise<ConversationResult> {
    const { run, effects, publisher, services } = this;
    const checkpoints = new CheckpointKeeper(
      publisher,
      prepared,
      () => this.usage(),
      () => this.agent,
    );
    const tools = this.toolsOf(prepared, checkpoints);
    if (run.request.type !== 'custom_action' || prepared.resumed) {
      return this.converse(prepared, tools, checkpoints);
    }
    const history = await handleAction({ services, run, tools, effects, publisher, signal: this.abort.signal }, run.request);
    return history === null
      ? { finished: true, history: [], clientCalls: [] }
      : this.converse({ ...prepared, history, titleText: null }, tools, checkpoints);
  }

  private toolsOf({ catalogue }: PreparedRun, checkpoints: CheckpointKeeper): RunTools {
    const { tools: client, secret, metrics, logger } = this.services;
    const { run, effects } = this;
    return new RunTools({ client, secret, run, catalogue, effects, mayStart: () => checkpoints.mayStart(), metrics, logger });
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

  private async converse(prepared: PreparedRun, tools: RunTools, checkpoints: CheckpointKeeper): Promise<ConversationResult> {
    const { publisher, mapper, effects, abort } = this;
    const title = this.titleJob(this.wantsTitle() ? prepared.titleText : null);
    this.title = title;
    const reading = new AnswerReading({
      mapper,
      checkpoints,
      publish: (event) => publisher.publish(event),
      onAnswering: () => title.start(),
      onAgent: (name) => (this.agent = name),
      onFailure: (cause) => abort.fail(cause),
      signal: abort.signal,
    });
    const first = await this.agentFor(prepared, tools, checkpoints, reading);
    return converse(
      {
        agent: agentNamed(first, this.agent),
        handoffs: handoffNames(first),
        tools,
        effects,
        checkpoints,
        reading,
        signal: abort.signal,
        onUsage: (usage) => (this.usedNow = usage),
      },
      prepared.history,
    );
  }

  private async agentFor(prepared: PreparedRun, tools: RunTools, checkpoints: CheckpointKeeper, reading: AnswerReading): Promise<Agent> {
    const { config, models, files } = this.services;
    const { effects, abort } = this;
    const { context } = this.run;
    const names = prepared.catalogue.map((tool) => tool.name);
    const choice = chooseInference(this.services, context, names, prepared.resumed);
    const observer: ModelCallObserver = {
      onRequest: (input) => {
        checkpoints.requestSent(input);
        this.modelCalls = checkpoints.modelCalls;
        this.clock.requestSent();
      },
      onFirstText: (ms) => this.clock.modelSpoke(ms),
      onEvent: (event) => reading.fromModel(event),
      onStalled: () => abort.abort('model_stalled'),
    };
    const showFiles: ShowFiles = (history, signal) => files.show(this.run.owner, history, signal);
    const model = new GuardedModel(await models.model(choice.model), config.MODEL_IDLE_MS, observer, showFiles);
    const runtime: AgentRuntime = {
      model,
      modelSettings: { ...models.agentSettings(), ...(choice.tool === null ? {} : { toolChoice: choice.tool }) },
      tools: agentTools(prepared.catalogue, tools, abort.signal),
      toolUseBehavior: () => (effects.requests.length > 0 ? TURN_PAUSES : TURN_GOES_ON),
      chat: new AgentChat(effects, 'agent'),
      local: (tool) => localTool(tool, tools, abort.signal),
    };
    return choice.agent.build({ facts: prepared.facts, state: context.state, version: choice.version }, runtime);
  }

  private wantsTitle(): boolean {
    return this.services.config.OPENAI_TITLE_MODEL !== 'off' && this.run.context.titles && !this.run.hasTitle;
  }

  private titleJob(text: string | null): TitleJob {
    const { titles, logger } = this.services;
    return new TitleJob({
      titles,
      publisher: this.publisher,
      text,
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
