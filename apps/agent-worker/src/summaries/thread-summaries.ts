import type { Owner } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { DuePart, ThreadSummaryStore } from '@frontdesk/threads';
import type { AgentInputItem } from '@openai/agents';
import { errorForLog } from '../model-calls/model-errors.js';
import { itemInput } from '../model-input/item.input.js';

const INSTRUCTIONS =
  'You summarise conversations for the assistant that goes on with them. Keep names, numbers, decisions, preferences, open questions ' +
  'and promises; leave out greetings and repetition. Answer with the summary alone, in the language of the conversation, 400 words at most.';

/** Items of one summary at most: a thread that was long before there were summaries catches up over several turns. */
const MAX_ITEMS = 400;
/** Of one item, in characters: a long document counts with its beginning. */
const MAX_ITEM_LENGTH = 4_000;
const MAX_LENGTH = 8_000;

export interface ThreadSummariesParts {
  readonly store: ThreadSummaryStore;
  /** One plain question to the model. */
  readonly ask: (instructions: string, input: string, signal: AbortSignal) => Promise<string>;
  readonly logger: Logger;
}

/** Summarises the beginnings of threads that have become long, after an answer and beside everything else. */
export class ThreadSummaries {
  private readonly jobs = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly parts: ThreadSummariesParts) {}

  /**
   * Begins a summary, unless one of the thread is being made. What goes wrong is tried again after the next answer.
   *
   * @param beforeItemId the first item that stays as it is
   */
  start(owner: Owner, threadId: string, beforeItemId: string): void {
    if (!this.jobs.has(threadId) && !this.stopping.signal.aborted) {
      this.jobs.set(threadId, this.run(owner, threadId, beforeItemId).finally(() => this.jobs.delete(threadId)));
    }
  }

  /** Gives up on what is not ready. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.jobs.values());
  }

  /** Never throws. */
  private async run(owner: Owner, threadId: string, beforeItemId: string): Promise<void> {
    const { store, ask, logger } = this.parts;
    try {
      const part = await store.due(owner, threadId, beforeItemId, MAX_ITEMS);
      const summary = part === null ? '' : (await ask(INSTRUCTIONS, transcriptOf(part), this.stopping.signal)).trim();
      if (part !== null && summary !== '') {
        await store.save(owner, threadId, part, summary.slice(0, MAX_LENGTH));
      }
    } catch (cause) {
      if (!this.stopping.signal.aborted) {
        logger.warn({ threadId, failure: errorForLog(cause) }, 'the beginning of a long thread could not be summarised');
      }
    }
  }
}

function transcriptOf({ summary, items }: DuePart): string {
  const lines = items.flatMap((item) => itemInput(item, false)).map(lineOf);
  return [summary === null ? '' : `Summary so far:\n${summary}\n`, 'Conversation:', ...lines].filter((line) => line !== '').join('\n');
}

/** An item in words; files by their absence, since a summary is made of text. */
function lineOf(item: AgentInputItem): string {
  const role = 'role' in item ? item.role : 'tool';
  const text = 'content' in item ? textOf(item.content) : JSON.stringify(item);
  return text === '' ? '' : `${role}: ${text.slice(0, MAX_ITEM_LENGTH)}`;
}

function textOf(content: unknown): string {
  return typeof content === 'string'
    ? content
    : (Array.isArray(content) ? (content as ReadonlyArray<{ text?: string }>) : []).map((part) => part.text ?? '').join('');
}
