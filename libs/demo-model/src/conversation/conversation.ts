import type { ReceivedFile } from './received-files.js';

/** One request of either wire format, reduced to what the script looks at. */
export interface Conversation {
  /** System and developer texts, joined by blank lines. */
  readonly instructions: string;
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** The function tools that the request offers, by name. */
  readonly tools: ReadonlyMap<string, OfferedTool>;
  /** The one tool that the request insists on, if it does. */
  readonly forcedTool: string | null;
  /** False: at most one call in an answer. */
  readonly parallelToolCalls: boolean;
  /** The request asks for a reasoning summary. */
  readonly wantsReasoning: boolean;
}

export type Entry =
  | { readonly kind: 'user'; readonly text: string; readonly attachments: readonly ReceivedFile[] }
  /** Sent in the user's role by the server that asks (a widget's content, hidden context), so not a turn of the user. */
  | { readonly kind: 'context'; readonly text: string }
  | { readonly kind: 'assistant'; readonly text: string }
  | { readonly kind: 'call'; readonly callId: string; readonly name: string; readonly arguments: unknown }
  | { readonly kind: 'result'; readonly callId: string; readonly output: string };

export interface OfferedTool {
  readonly name: string;
  /** JSON Schema of the arguments, as offered; empty when none came. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A call that was made since the user's last message; `output` is null while there is none. */
export interface MadeCall {
  readonly callId: string;
  readonly name: string;
  readonly arguments: unknown;
  readonly output: string | null;
}

/** The user's last message and what happened since. */
export interface Turn {
  readonly text: string;
  readonly attachments: readonly ReceivedFile[];
  readonly before: readonly Entry[];
  readonly calls: readonly MadeCall[];
}

/** @returns the turn that waits for an answer; its text is empty when the conversation has no user message */
export function currentTurn(conversation: Conversation): Turn {
  const { entries } = conversation;
  const start = entries.findLastIndex((entry) => entry.kind === 'user');
  const user = entries[start];
  const since = entries.slice(start + 1);
  const outputs = new Map<string, string>();
  for (const entry of since) {
    if (entry.kind === 'result') {
      outputs.set(entry.callId, entry.output);
    }
  }
  const calls: MadeCall[] = [];
  for (const entry of since) {
    if (entry.kind === 'call') {
      calls.push({ callId: entry.callId, name: entry.name, arguments: entry.arguments, output: outputs.get(entry.callId) ?? null });
    }
  }
  const isUser = user?.kind === 'user';
  return {
    text: isUser ? user.text : '',
    attachments: isUser ? user.attachments : [],
    before: entries.slice(0, Math.max(start, 0)),
    calls,
  };
}

/** Parses the text of a call's arguments; text that is not JSON stays text, since a history may hold anything. */
export function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
