import { z } from 'zod';
import { parseArguments, type Conversation, type Entry, type OfferedTool } from './conversation.js';
import { contentSchema, isRecord, jsonSchemaSchema, textOf } from './request-fields.schema.js';
import { userEntry } from './user-entry.js';

const toolCallSchema = z.looseObject({
  id: z.string().min(1),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const messageSchema = z.discriminatedUnion('role', [
  z.looseObject({ role: z.literal('system'), content: contentSchema }),
  z.looseObject({ role: z.literal('developer'), content: contentSchema }),
  z.looseObject({ role: z.literal('user'), content: contentSchema }),
  z.looseObject({ role: z.literal('assistant'), content: contentSchema.nullish(), tool_calls: z.array(toolCallSchema).nullish() }),
  z.looseObject({ role: z.literal('tool'), content: contentSchema.nullish(), tool_call_id: z.string().min(1) }),
]);

/** The fields of `POST /v1/chat/completions` that matter here. */
export const chatRequestSchema = z.looseObject({
  model: z.string().default('frontdesk-demo'),
  messages: z.array(messageSchema).min(1),
  tools: z
    .array(
      z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string(), parameters: jsonSchemaSchema.nullish() }).optional() }),
    )
    .nullish(),
  tool_choice: z
    .union([z.string(), z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }).optional() })])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  reasoning_effort: z.string().nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  n: z.literal(1, { error: 'the demo model gives one choice' }).nullish(),
  response_format: z.looseObject({ type: z.literal('text', { error: 'the demo model writes plain text only' }) }).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

const WITHOUT_REASONING: readonly string[] = ['none', 'minimal'];

export function normaliseChatRequest(request: ChatRequest): Conversation {
  const instructions: string[] = [];
  const entries: Entry[] = [];
  for (const message of request.messages) {
    entries.push(...entriesOf(message, instructions));
  }
  const choice = request.tool_choice;
  return {
    instructions: instructions.join('\n\n'),
    entries,
    tools: choice === 'none' ? new Map() : offeredTools(request.tools ?? []),
    forcedTool: isRecord(choice) && isRecord(choice['function']) ? String(choice['function']['name']) : null,
    parallelToolCalls: request.parallel_tool_calls ?? true,
    wantsReasoning: typeof request.reasoning_effort === 'string' && !WITHOUT_REASONING.includes(request.reasoning_effort),
  };
}

function offeredTools(tools: NonNullable<ChatRequest['tools']>): Map<string, OfferedTool> {
  const offered = new Map<string, OfferedTool>();
  for (const tool of tools) {
    if (tool.type === 'function' && tool.function !== undefined) {
      offered.set(tool.function.name, { name: tool.function.name, parameters: tool.function.parameters ?? {} });
    }
  }
  return offered;
}

function entriesOf(message: z.infer<typeof messageSchema>, instructions: string[]): Entry[] {
  switch (message.role) {
    case 'system':
    case 'developer':
      instructions.push(textOf(message.content));
      return [];
    case 'user':
      return [userEntry(message.content)];
    case 'assistant': {
      const text = textOf(message.content);
      const calls = (message.tool_calls ?? []).map((call): Entry => ({
        kind: 'call',
        callId: call.id,
        name: call.function.name,
        arguments: parseArguments(call.function.arguments),
      }));
      return text === '' ? calls : [{ kind: 'assistant', text }, ...calls];
    }
    case 'tool':
      return [{ kind: 'result', callId: message.tool_call_id, output: textOf(message.content) }];
  }
}
