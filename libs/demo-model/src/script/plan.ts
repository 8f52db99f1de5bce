/** What one answer consists of, before it gets ids, tokens and a wire format. */
export interface Plan {
  /** Parts of a reasoning summary; empty when there is none. */
  readonly reasoning: readonly string[];
  /** Null when the answer is tool calls alone. */
  readonly text: string | null;
  readonly toolCalls: readonly PlannedCall[];
}

export interface PlannedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}
