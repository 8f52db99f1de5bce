import OpenAI from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { startDemoModel, type DemoModel, type DemoModelOptions } from '../src/index.js';
import { ALL_TOOLS, TOOL_SCHEMAS } from './conversations.js';

export const NAME = 'frontdesk-demo';

export const tools = ALL_TOOLS.map((name) => ({ type: 'function' as const, name, parameters: TOOL_SCHEMAS[name] ?? {}, strict: true }));
export const chatTools = ALL_TOOLS.map((name) => ({
  type: 'function' as const,
  function: { name, parameters: TOOL_SCHEMAS[name] ?? {}, strict: true },
}));

const running = new Set<DemoModel>();

/** A server of its own, and the official client for it, without retries. */
export async function started(options: DemoModelOptions = {}): Promise<{ model: DemoModel; client: OpenAI }> {
  const model = await startDemoModel(options);
  running.add(model);
  return { model, client: new OpenAI({ baseURL: model.url, apiKey: 'any', maxRetries: 0, logLevel: 'off' }) };
}

/** Closes one server, or all that are still running. */
export async function stopped(...models: readonly DemoModel[]): Promise<void> {
  const closing = models.length > 0 ? models : [...running];
  closing.forEach((model) => running.delete(model));
  await Promise.all(closing.map((model) => model.close()));
}

export async function eventsOf(
  client: OpenAI,
  body: Omit<OpenAI.Responses.ResponseCreateParamsStreaming, 'stream' | 'model'>,
): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = [];
  for await (const event of await client.responses.create({ model: NAME, stream: true, ...body })) {
    events.push(event);
  }
  return events;
}
