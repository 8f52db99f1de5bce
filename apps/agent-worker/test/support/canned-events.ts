import { encodeEvent, type ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import type { RunStreamEvent } from '@openai/agents';
import { ChatEventsMapper } from '../../src/model-events/chat-events.mapper.js';
import { ModelStreamReader } from '../../src/model-events/model-stream.reader.js';

export type Json = Record<string, unknown>;

/** What the SDK makes of one raw event of the Responses API; a text delta comes with its normalised double before it. */
export function responses(...events: Json[]): RunStreamEvent[] {
  const all = events.flatMap((event): unknown[] => {
    const raw = {
      type: 'raw_model_stream_event',
      source: 'openai-responses',
      data: { type: 'model', event, providerData: { rawModelEventSource: 'openai-responses' } },
    };
    switch (event['type']) {
      case 'response.created':
        return [{ type: 'raw_model_stream_event', data: { type: 'response_started', providerData: event } }, raw];
      case 'response.output_text.delta':
        return [
          {
            type: 'raw_model_stream_event',
            data: { type: 'output_text_delta', delta: event['delta'], itemId: event['item_id'], providerData: event },
          },
          raw,
        ];
      case 'response.completed':
        return [
          {
            type: 'raw_model_stream_event',
            data: { type: 'response_done', response: { id: 'r', output: [], usage: {} }, providerData: { type: 'response.completed' } },
          },
          raw,
        ];
      default:
        return [raw];
    }
  });
  return all as RunStreamEvent[];
}

export function chatChunk(delta: Json): RunStreamEvent[] {
  const chunk = { id: 'chatcmpl-1', choices: [{ index: 0, delta }] };
  const events: unknown[] = [
    {
      type: 'raw_model_stream_event',
      source: 'openai-chat-completions',
      data: { type: 'model', event: chunk, providerData: { rawModelEventSource: 'openai-chat-completions' } },
    },
  ];
  if (typeof delta['content'] === 'string') {
    events.push({
      type: 'raw_model_stream_event',
      data: { type: 'output_text_delta', delta: delta['content'], itemId: 'chatcmpl-1', providerData: chunk },
    });
  }
  return events as RunStreamEvent[];
}

export const started = { type: 'raw_model_stream_event', data: { type: 'response_started' } } as RunStreamEvent;

export function done(output: unknown[]): RunStreamEvent {
  return {
    type: 'raw_model_stream_event',
    data: { type: 'response_done', response: { id: 'r', output, usage: {} } },
  } as unknown as RunStreamEvent;
}

export const message = (id: string, ...content: unknown[]) => ({ type: 'message', role: 'assistant', id, status: 'completed', content });
export const outputText = (text: string, ...annotations: unknown[]) => ({ type: 'output_text', text, annotations });
export const urlCitation = { type: 'url_citation', url: 'https://e.com', title: 'E', start_index: 0, end_index: 4 };

function signalsOf(reader: ModelStreamReader, event: RunStreamEvent) {
  switch (event.type) {
    case 'raw_model_stream_event':
      return reader.readModel(event.data);
    case 'run_item_stream_event':
      return reader.readItem(event);
    case 'agent_updated_stream_event':
      return [];
  }
}

export function build(partialImages = 0) {
  let ids = 0;
  const clock = { ms: Date.parse('2026-11-22T10:00:00.000Z') };
  const mapper = new ChatEventsMapper({
    threadId: 'thr_1',
    newId: (prefix) => `${prefix}_${(ids += 1)}`,
    now: () => new Date(clock.ms),
    partialImages,
  });
  const reader = new ModelStreamReader();
  const feed = (events: RunStreamEvent[]): ThreadStreamEvent[] =>
    events.flatMap((event) => signalsOf(reader, event)).flatMap((signal) => mapper.map(signal));
  return { mapper, feed, clock };
}

/** An event as it goes out, short: created_at and thread_id are the same everywhere. */
export function brief(event: ThreadStreamEvent): unknown {
  const text = encodeEvent(event).replaceAll(/"thread_id":"thr_1",|"created_at":"[^"]*",/g, '');
  return JSON.parse(text) as unknown;
}

export const itemUpdate = (item_id: string, update: Json) => ({ type: 'thread.item.updated', item_id, update });
export const part = (text: string, annotations: unknown[] = []) => ({ type: 'output_text', text, annotations });
export const thought = (content: string) => ({ type: 'thought', content, status_indicator: 'none' });

export const REASONING = { type: 'reasoning', id: 'rs_1', summary: [] };
