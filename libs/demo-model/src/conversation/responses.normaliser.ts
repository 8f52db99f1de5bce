import { z } from 'zod';
import { parseArguments, type Conversation, type Entry, type OfferedTool } from './conversation.js';
import { contentSchema, isRecord, jsonSchemaSchema, textOf } from './request-fields.schema.js';
import { userEntry } from './user-entry.js';

const inputItemSchema = z.looseObject({ type: z.string().optional() });
const messageItemSchema = z.looseObject({ role: z.enum(['user', 'assistant', 'system', 'developer']), content: contentSchema });
const callItemSchema = z.looseObject({ call_id: z.string().min(1), name: z.string(), arguments: z.string() });
const outputItemSchema = z.looseObject({ call_id: z.string().min(1), output: z.union([contentSchema, z.null()]) });

/** The fields of `POST /v1/responses` that matter here. */
export const responsesRequestSchema = z.looseObject({
  model: z.string().default('frontdesk-demo'),
  input: z.union([z.string(), z.array(inputItemSchema)]),
  instructions: z.string().nullish(),
  tools: z.array(z.looseObject({ type: z.string(), name: z.string().optional(), parameters: jsonSchemaSchema.nullish() })).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string(), name: z.string().optional() })]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  reasoning: z
    .looseObject({ effort: z.string().nullish(), summary: z.string().nullish(), generate_summary: z.string().nullish() })
    .nullish(),
  max_output_tokens: z.number().int().min(1).nullish(),
  stream: z.boolean().nullish(),
  /** The demo model keeps nothing, so it refuses what would need memory, and formats that it cannot write. */
  previous_response_id: z.null({ error: 'the demo model keeps no responses; send the whole conversation as input' }).optional(),
  conversation: z.null({ error: 'the demo model keeps no conversations; send the whole conversation as input' }).optional(),
  background: z.literal(false, { error: 'the demo model has no background responses' }).nullish(),
  text: z
    .looseObject({ format: z.looseObject({ type: z.literal('text', { error: 'the demo model writes plain text only' }) }).nullish() })
    .nullish(),
});
export type ResponsesRequest = z.infer<typeof responsesRequestSchema>;

/** @throws z.ZodError when an input item is of a known type but of a wrong shape */
export function normaliseResponsesRequest(request: ResponsesRequest): Conversation {
  const instructions = request.instructions ? [request.instructions] : [];
  const entries: Entry[] = [];
  const items = typeof request.input === 'string' ? [{ type: 'message', role: 'user', content: request.input }] : request.input;
  for (const item of items) {
    const entry = entryOf(item, instructions);
    if (entry !== null) {
      entries.push(entry);
    }
  }
  return {
    instructions: instructions.join('\n\n'),
    entries,
    tools: request.tool_choice === 'none' ? new Map() : offeredTools(request.tools ?? []),
    forcedTool: forcedToolOf(request.tool_choice),
    parallelToolCalls: request.parallel_tool_calls ?? true,
    wantsReasoning: wantsReasoning(request.reasoning),
  };
}

const forcedToolOf = (choice: ResponsesRequest['tool_choice']): string | null =>
  isRecord(choice) && typeof choice['name'] === 'string' ? choice['name'] : null;

/** A summary comes only when it is asked for, as with OpenAI's models. */
function wantsReasoning(reasoning: ResponsesRequest['reasoning']): boolean {
  return Boolean(reasoning?.summary ?? reasoning?.generate_summary) && reasoning?.effort !== 'none';
}

function offeredTools(tools: NonNullable<ResponsesRequest['tools']>): Map<string, OfferedTool> {
  const functions = tools.filter((tool) => tool.type === 'function' && tool.name !== undefined);
  return new Map(functions.map((tool) => [tool.name ?? '', { name: tool.name ?? '', parameters: tool.parameters ?? {} }]));
}

/** Items of other types (reasoning, hosted tools) carry nothing that the script could use: null. */
function entryOf(item: z.infer<typeof inputItemSchema>, instructions: string[]): Entry | null {
  switch (item.type ?? 'message') {
    case 'message':
      return messageEntry(messageItemSchema.parse(item), instructions);
    case 'function_call': {
      const call = callItemSchema.parse(item);
      return { kind: 'call', callId: call.call_id, name: call.name, arguments: parseArguments(call.arguments) };
    }
    case 'function_call_output': {
      const result = outputItemSchema.parse(item);
      return { kind: 'result', callId: result.call_id, output: textOf(result.output) };
    }
    default:
      return null;
  }
}

function messageEntry(message: z.infer<typeof messageItemSchema>, instructions: string[]): Entry | null {
  const text = textOf(message.content);
  switch (message.role) {
    case 'system':
    case 'developer':
      instructions.push(text);
      return null;
    case 'assistant':
      return { kind: 'assistant', text };
    case 'user':
      return userEntry(message.content);
  }
}
