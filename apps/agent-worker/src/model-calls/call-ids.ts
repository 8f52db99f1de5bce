import { randomUUID } from 'node:crypto';
import type { AgentInputItem, AgentOutputItem } from '@openai/agents';

/** Ids of all tool calls in a history. */
export function callIdsOf(items: readonly AgentInputItem[]): Set<string> {
  return new Set(items.flatMap((item) => (item.type === 'function_call' ? [item.callId] : [])));
}

/**
 * Gives every tool call of an answer an id that is unique in the conversation, and arguments where they were left out.
 * Servers that speak Chat Completions send empty ids, one constant id, or start counting anew with every answer. The SDK
 * takes a repeated id for the same call and does not run it, and the ledger of the tools service would answer it from memory.
 */
export function withUniqueCallIds(
  output: readonly AgentOutputItem[],
  taken: ReadonlySet<string>,
  newCallId: () => string = () => `call_${randomUUID().replaceAll('-', '')}`,
): AgentOutputItem[] {
  const seen = new Set(taken);
  return output.map((item) => {
    if (item.type !== 'function_call') {
      return item;
    }
    const callId = item.callId === '' || seen.has(item.callId) ? newCallId() : item.callId;
    seen.add(callId);
    return { ...item, callId, arguments: item.arguments.trim() === '' ? '{}' : item.arguments };
  });
}
