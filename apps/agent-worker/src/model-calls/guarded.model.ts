import { OPENAI_CHAT_COMPLETIONS_RAW_MODEL_EVENT_SOURCE, type AgentInputItem, type Model, type ModelRequest, type ModelResponse, type StreamEvent } from '@openai/agents';
import { z } from 'zod';
import { callIdsOf, withUniqueCallIds } from './call-ids.js';
import { IdleWatchdog } from './idle-watchdog.js';
import { BadAnswerError, ModelCallError } from './model-call.error.js';
import { portableHistory } from './portable-history.js';

export interface ModelCallObserver {
  /** A request goes out, with exactly this history. */
  onRequest(input: readonly AgentInputItem[]): void;
  /** The first text of an answer came `ms` after its request. */
  onFirstText(ms: number): void;
  /** Every event of an answer, as it comes. Must not throw. */
  onEvent(event: StreamEvent): void;
  /** Nothing came for too long; the run is to be aborted. */
  onStalled(): void;
}

/** A history with the contents of files in it. */
export interface ShownHistory {
  readonly input: AgentInputItem[];
  /** To be called when the request is over, and with it the memory that they take. */
  release(): void;
}

/** Puts the contents of files where the history names them. */
export type ShowFiles = (history: readonly AgentInputItem[], signal?: AbortSignal) => Promise<ShownHistory>;

type ResponseDone = Extract<StreamEvent, { type: 'response_done' }>;

/** How often the SDK's loop sees that text is coming, in ms: it looks then whether a guardrail has stopped the run. */
const LOOP_PULSE_MS = 250;

const chunkSchema = z.looseObject({ choices: z.array(z.looseObject({ finish_reason: z.string().nullish() })) });

/**
 * Stands between the SDK and a model's server and makes its answers ones to rely on: unique call ids, no endless silence,
 * no half or empty answers taken for whole ones. Errors of the server leave it as ModelCallError. What the history only
 * names, files, is put into the request here and nowhere else. Who shows the answer hears it here, too; the SDK's loop gets
 * what it acts on.
 */
export class GuardedModel implements Model {
  constructor(
    private readonly inner: Model,
    private readonly idleMs: number,
    private readonly observer: ModelCallObserver,
    private readonly showFiles: ShowFiles,
  ) {}

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    const shown = await this.showFiles(historyOf(request), request.signal);
    try {
      return await this.inner.getResponse({ ...request, input: shown.input });
    } catch (cause) {
      throw new ModelCallError(cause);
    } finally {
      shown.release();
    }
  }

  async *getStreamedResponse(request: ModelRequest): AsyncIterable<StreamEvent> {
    const history = portableHistory(historyOf(request));
    this.observer.onRequest(history);
    const shown = await this.showFiles(history, request.signal);
    const watchdog = new IdleWatchdog(this.idleMs, () => this.observer.onStalled());
    try {
      yield* this.watched(this.inner.getStreamedResponse({ ...request, input: shown.input }), history, watchdog);
    } catch (cause) {
      throw request.signal?.aborted === true ? cause : new ModelCallError(cause);
    } finally {
      watchdog.stop();
      shown.release();
    }
  }

  private async *watched(
    events: AsyncIterable<StreamEvent>,
    history: readonly AgentInputItem[],
    watchdog: IdleWatchdog,
  ): AsyncIterable<StreamEvent> {
    const startedAt = performance.now();
    let textSeen = false;
    let nextPulseAt = startedAt;
    const chat = new ChatStreamState();
    for await (const event of events) {
      watchdog.touch();
      if (event.type === 'output_text_delta' && !textSeen) {
        textSeen = true;
        this.observer.onFirstText(performance.now() - startedAt);
      }
      chat.see(event);
      const checked = event.type === 'response_done' ? checkedAnswer(event, history, chat) : event;
      this.observer.onEvent(checked);
      if (!isTextInPassing(checked) || performance.now() >= nextPulseAt) {
        nextPulseAt = performance.now() + LOOP_PULSE_MS;
        yield checked;
      }
    }
  }
}

/** Text that is still coming: the answer has all of it once more at its end, and the SDK looks there. */
function isTextInPassing(event: StreamEvent): boolean {
  if (event.type !== 'model') {
    return event.type === 'output_text_delta';
  }
  const raw: unknown = event.event;
  return isFromChatCompletions(event) || (typeof raw === 'object' && raw !== null && 'type' in raw && String(raw.type).endsWith('.delta'));
}

const isFromChatCompletions = (event: StreamEvent): boolean => event.providerData?.['rawModelEventSource'] === OPENAI_CHAT_COMPLETIONS_RAW_MODEL_EVENT_SOURCE;

const historyOf = ({ input }: ModelRequest): AgentInputItem[] => (typeof input === 'string' ? [{ role: 'user', content: input }] : input);

/** A Chat Completions stream that was cut off looks like one that ended, but for the missing reason. */
class ChatStreamState {
  private isChat = false;
  private finished = false;

  see(event: StreamEvent): void {
    if (event.type !== 'model' || !isFromChatCompletions(event)) {
      return;
    }
    this.isChat = true;
    const chunk = chunkSchema.safeParse(event.event);
    this.finished ||= chunk.success && chunk.data.choices.some((choice) => typeof choice.finish_reason === 'string');
  }

  get wasCutOff(): boolean {
    return this.isChat && !this.finished;
  }
}

/** @throws BadAnswerError for an answer that the SDK would take for a reason to ask the same thing again */
function checkedAnswer(event: ResponseDone, history: readonly AgentInputItem[], chat: ChatStreamState): ResponseDone {
  if (chat.wasCutOff) {
    throw new BadAnswerError('the stream ended without a finish reason');
  }
  const { output } = event.response;
  if (!output.some((item) => item.type !== 'reasoning')) {
    throw new BadAnswerError('the answer has neither text nor calls');
  }
  return { ...event, response: { ...event.response, output: withUniqueCallIds(output, callIdsOf(history)) as typeof output } };
}
