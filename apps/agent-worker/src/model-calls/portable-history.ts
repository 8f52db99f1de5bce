import type { AgentInputItem } from '@openai/agents';

/**
 * History as any server takes it, at any later time. Nothing is stored upstream, so ids of earlier answers refer to
 * nothing and some servers refuse them; thoughts go along only where they carry their own content.
 */
export function portableHistory(items: readonly AgentInputItem[]): AgentInputItem[] {
  return items.flatMap((item): AgentInputItem[] => {
    switch (item.type) {
      case 'reasoning':
        return carriesItsContent(item) ? [item] : [];
      case undefined:
      case 'message':
      case 'function_call':
      case 'function_call_result': {
        const { id: _id, ...rest } = item as AgentInputItem & { id?: string };
        return [rest];
      }
      default:
        return [item];
    }
  });
}

type ReasoningItem = Extract<AgentInputItem, { type: 'reasoning' }>;

function carriesItsContent(item: ReasoningItem): boolean {
  const encrypted: unknown = item.providerData?.['encryptedContent'] ?? item.providerData?.['encrypted_content'];
  return (typeof encrypted === 'string' && encrypted !== '') || (item.rawContent?.length ?? 0) > 0;
}

export type FunctionCall = Extract<AgentInputItem, { type: 'function_call' }>;

/** The calls of a history that have no result yet, in order. */
export function openCalls(items: readonly AgentInputItem[]): FunctionCall[] {
  const answered = new Set(items.flatMap((item) => (item.type === 'function_call_result' ? [item.callId] : [])));
  return items.filter((item): item is FunctionCall => item.type === 'function_call' && !answered.has(item.callId));
}
