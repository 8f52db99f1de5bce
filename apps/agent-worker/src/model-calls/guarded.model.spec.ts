import { OPENAI_RESPONSES_RAW_MODEL_EVENT_SOURCE, type Model, type ModelRequest, type StreamEvent } from '@openai/agents';
import { GuardedModel } from './guarded.model.js';

const raw = (event: object): StreamEvent => ({ type: 'model', event, providerData: { rawModelEventSource: OPENAI_RESPONSES_RAW_MODEL_EVENT_SOURCE } });
const delta = (text: string): StreamEvent[] => [
  { type: 'output_text_delta', delta: text },
  raw({ type: 'response.output_text.delta', output_index: 0, delta: text }),
];
const done = {
  type: 'response_done',
  response: { id: 'r', usage: {}, output: [{ type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'all' }] }] },
} as unknown as StreamEvent;

it('who shows the answer hears every event, the agent’s loop what it acts on and a pulse', async () => {
  const opening = raw({ type: 'response.output_item.added', output_index: 0, item: { type: 'message' } });
  const answer = [opening, ...Array.from({ length: 1_000 }, () => delta('x')).flat(), done];
  const heard: StreamEvent[] = [];
  const model = new GuardedModel(saying(answer), 60_000, { onRequest: noop, onFirstText: noop, onStalled: noop, onEvent: (event) => heard.push(event) }, (input) =>
    Promise.resolve({ input: [...input], release: noop }),
  );
  const given: StreamEvent[] = [];
  for await (const event of model.getStreamedResponse({ input: 'hello' } as ModelRequest)) {
    given.push(event);
  }
  expect(heard).toHaveLength(answer.length);
  expect(given[0]).toBe(opening);
  expect(given.at(-1)?.type).toBe('response_done');
  expect(given.length).toBeLessThan(50);
});

const noop = (): void => undefined;

function saying(events: readonly StreamEvent[]): Model {
  return {
    getResponse: () => Promise.reject(new Error('only streams')),
    async *getStreamedResponse() {
      yield* events;
    },
  };
}
