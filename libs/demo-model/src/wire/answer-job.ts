import type { Conversation } from '../conversation/conversation.js';
import type { Plan } from '../script/plan.js';
import { countTokens } from './tokens.js';

/** One answer to be written, independent of the wire format. */
export interface AnswerJob {
  readonly conversation: Conversation;
  readonly plan: Plan;
  /** As the request names it; any name is served. */
  readonly model: string;
  /** Limit of output tokens. */
  readonly maxTokens: number;
  /** Awaited before each token: pace, faults, and the end of the client's patience. */
  readonly beforeToken: () => Promise<void>;
  /** What is written in place of a message's token; the token itself without it. */
  readonly asWritten: ((token: string) => string) | undefined;
}

/** What the request cost, in tokens: everything that a model would read. */
export function inputTokens(conversation: Conversation): number {
  const offered = [...conversation.tools.values()].map((tool) => JSON.stringify(tool));
  const said = conversation.entries.map((entry) => JSON.stringify(entry));
  return [conversation.instructions, ...offered, ...said].reduce((sum, text) => sum + countTokens(text), 0);
}

export const nowInSeconds = (): number => Math.floor(Date.now() / 1_000);
