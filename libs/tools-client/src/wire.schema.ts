import { z } from 'zod';
import { chatEffectSchema, FrontdeskError, type ToolCallEvent, type ToolDescriptor } from '@frontdesk/contracts';

/** Both ends refuse a longer text: arguments come from a model, which may loop. */
export const MAX_ARGUMENTS_LENGTH = 64 * 1024;

/** CallToolRequest of tools.proto. Ids are bounded, since they become keys and log fields. */
export const callToolRequestSchema = z.object({
  tool: z.string().min(1).max(128),
  call_id: z.string().min(1).max(256),
  arguments_json: z.string().max(MAX_ARGUMENTS_LENGTH),
  grant: z.string().min(1).max(8192),
  request_id: z.string().max(256),
});
export type CallToolRequest = z.infer<typeof callToolRequestSchema>;

const toolDescriptorMessageSchema = z.object({
  name: z.string().min(1),
  description: z.string(),
  parameters_json: z.string(),
  deadline_ms: z.number().int().positive(),
  progress_text: z.string(),
});
type ToolDescriptorMessage = z.infer<typeof toolDescriptorMessageSchema>;

const listToolsResponseSchema = z.object({ tools: z.array(toolDescriptorMessageSchema) });
export type ListToolsResponse = z.infer<typeof listToolsResponseSchema>;

const jsonObjectSchema = z.record(z.string(), z.unknown());

/** ToolEvent of tools.proto: exactly one of the four is set. */
const toolEventMessageSchema = z.union([
  z.object({ progress: z.object({ text: z.string(), icon: z.string() }) }),
  z.object({ effect: z.object({ effect_json: z.string(), live: z.boolean().optional() }) }),
  z.object({ result: z.object({ output_json: z.string(), replayed: z.boolean() }) }),
  z.object({ failure: z.object({ code: z.string().min(1), message: z.string(), retryable: z.boolean() }) }),
]);
export type ToolEventMessage = z.infer<typeof toolEventMessageSchema>;

export function encodeDescriptor(tool: ToolDescriptor): ToolDescriptorMessage {
  return {
    name: tool.name,
    description: tool.description,
    parameters_json: JSON.stringify(tool.parameters),
    deadline_ms: tool.deadlineMs,
    progress_text: tool.progressText,
  };
}

/** @throws FrontdeskError `internal` when the message is not what tools.proto says */
export function decodeTools(message: unknown): ToolDescriptor[] {
  return checked(() =>
    listToolsResponseSchema.parse(message).tools.map((tool) => ({
      name: tool.name,
      description: tool.description,
      parameters: jsonObjectSchema.parse(JSON.parse(tool.parameters_json)),
      deadlineMs: tool.deadline_ms,
      progressText: tool.progress_text,
    })),
  );
}

export function encodeToolEvent(event: ToolCallEvent): ToolEventMessage {
  switch (event.type) {
    case 'progress':
      return { progress: { text: event.text, icon: event.icon ?? '' } };
    case 'effect':
      return { effect: { effect_json: JSON.stringify(event.effect), live: event.live === true } };
    case 'result':
      return { result: { output_json: JSON.stringify(event.output ?? null), replayed: event.replayed } };
    case 'failure':
      return { failure: { code: event.code, message: event.message, retryable: event.retryable } };
  }
}

/** @throws FrontdeskError `internal` when the message is not what tools.proto says */
export function decodeToolEvent(message: unknown): ToolCallEvent {
  return checked((): ToolCallEvent => {
    const event = toolEventMessageSchema.parse(message);
    if ('progress' in event) {
      const { text, icon } = event.progress;
      return icon === '' ? { type: 'progress', text } : { type: 'progress', text, icon };
    }
    if ('effect' in event) {
      const effect = chatEffectSchema.parse(JSON.parse(event.effect.effect_json));
      return event.effect.live === true ? { type: 'effect', effect, live: true } : { type: 'effect', effect };
    }
    if ('result' in event) {
      return { type: 'result', output: JSON.parse(event.result.output_json) as unknown, replayed: event.result.replayed };
    }
    return { type: 'failure', ...event.failure };
  });
}

function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new FrontdeskError('internal', { detail: 'The tools service sent a message that could not be read.', cause });
  }
}
