import {
  structuredInputSchema,
  type ClientToolCallItem,
  type StructuredInput,
  type StructuredInputItem,
} from '@frontdesk/chatkit-protocol';
import { z } from 'zod';

/** Something that only the client can answer; the turn ends on it and goes on with the answer. Kept in checkpoints. */
export const clientRequestSchema = z.union([
  z.object({
    kind: z.literal('structured_input'),
    /** Id of the chat item. */
    id: z.string(),
    call_id: z.string(),
    inputs: z.array(structuredInputSchema),
  }),
  z.object({
    kind: z.literal('client_tool').default('client_tool'), // checkpoints of earlier versions know no other
    id: z.string(),
    call_id: z.string(),
    name: z.string(),
    arguments: z.record(z.string(), z.unknown()),
  }),
]);
export type ClientRequest = z.output<typeof clientRequestSchema>;

/** The item that carries a request's answer. */
export type AnsweredItem = ClientToolCallItem | StructuredInputItem;

/** How a request looks in the chat. */
export function requestItem(request: ClientRequest, threadId: string, now: Date): AnsweredItem {
  const base = { id: request.id, thread_id: threadId, created_at: now.toISOString() };
  switch (request.kind) {
    case 'structured_input':
      return { ...base, type: 'structured_input', status: 'pending', inputs: request.inputs };
    case 'client_tool':
      return {
        ...base,
        type: 'client_tool_call',
        status: 'pending',
        call_id: request.call_id,
        name: request.name,
        arguments: request.arguments,
      };
  }
}

/** What the client answered, as it joins the result of the call that asked. */
export function answerOf(item: AnsweredItem): unknown {
  return item.type === 'client_tool_call' ? item.output : { status: item.status, answers: item.inputs.map(questionAndAnswer) };
}

const questionAndAnswer = ({ id, question, answer }: StructuredInput) =>
  answer === undefined || answer.skipped ? { id, question, skipped: true } : { id, question, values: answer.values };
