import type { Conversation, Entry, OfferedTool } from '../src/conversation/conversation.js';
import type { ReceivedFile } from '../src/conversation/received-files.js';
import { respond } from '../src/script/respond.js';

/** The tools that Frontdesk offers, with the shape of their schemas. */
export const TOOL_SCHEMAS: Readonly<Record<string, Record<string, unknown>>> = {
  save_fact: schema({ fact: { type: 'string' } }),
  list_facts: schema({}),
  forget_fact: schema({ fact_id: { type: ['string', 'null'] }, text: { type: ['string', 'null'] } }),
  switch_theme: schema({ theme: { type: 'string', enum: ['light', 'dark'] } }),
  ask_user: schema({ questions: { type: 'array' } }),
  show_tour: schema({}),
  get_weather: schema({ location: { type: 'string' }, unit: { type: ['string', 'null'], enum: ['celsius', 'fahrenheit', null] } }),
};

function schema(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

export const ALL_TOOLS = Object.keys(TOOL_SCHEMAS);

export function offered(names: readonly string[]): Map<string, OfferedTool> {
  return new Map(names.map((name) => [name, { name, parameters: TOOL_SCHEMAS[name] ?? {} }]));
}

export const user = (text: string, attachments: readonly ReceivedFile[] = []): Entry => ({ kind: 'user', text, attachments });
export const assistant = (text: string): Entry => ({ kind: 'assistant', text });

let calls = 0;
/** A call with its result, as a history holds them. */
export function called(name: string, args: unknown, output: unknown): Entry[] {
  const callId = `call_${(calls += 1)}`;
  return [
    { kind: 'call', callId, name, arguments: args },
    { kind: 'result', callId, output: typeof output === 'string' ? output : JSON.stringify(output) },
  ];
}

export function conversation(entries: readonly Entry[], more: Partial<Conversation> = {}): Conversation {
  return {
    instructions: '',
    entries,
    tools: offered(ALL_TOOLS),
    forcedTool: null,
    parallelToolCalls: true,
    wantsReasoning: false,
    ...more,
  };
}

export const knowing = (...facts: readonly string[]): string =>
  `You are ChatKit Guide.\n\nKnown facts about the user:\n${facts.map((fact) => `- ${fact}`).join('\n')}\n\nBe concise.`;

/** The text that the script answers, or the empty text when it calls tools. */
export const textOf = (entries: readonly Entry[], more: Partial<Conversation> = {}): string =>
  respond(conversation(entries, more)).text ?? '';

/** The calls that the script makes, as pairs of name and arguments. */
export const callsOf = (entries: readonly Entry[], more: Partial<Conversation> = {}): unknown =>
  respond(conversation(entries, more)).toolCalls.map((call) => [call.name, call.arguments]);
