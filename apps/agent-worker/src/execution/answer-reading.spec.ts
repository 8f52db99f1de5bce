import type { ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import { OPENAI_RESPONSES_RAW_MODEL_EVENT_SOURCE, type StreamEvent } from '@openai/agents';
import { AnswerReading, type AnswerReadingParts } from './answer-reading.js';

const NOTICE: ThreadStreamEvent = { type: 'notice', level: 'info', message: 'shown' };
const text: StreamEvent = {
  type: 'model',
  event: { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'word' },
  providerData: { rawModelEventSource: OPENAI_RESPONSES_RAW_MODEL_EVENT_SOURCE },
};

function reading(parts: Partial<AnswerReadingParts> = {}) {
  const shown: ThreadStreamEvent[] = [];
  const failures: unknown[] = [];
  const stop = new AbortController();
  const answer = new AnswerReading({
    mapper: { map: () => [NOTICE] },
    checkpoints: { answered: () => undefined },
    publish: (event) => shown.push(event),
    onAnswering: () => undefined,
    onAgent: () => undefined,
    onFailure: (cause) => failures.push(cause),
    signal: stop.signal,
    ...parts,
  });
  return { answer, shown, failures, stop };
}

it('an event that cannot be shown is our failure, not one of the model’s answer', () => {
  const broken = new Error('no such item');
  const { answer, failures } = reading({
    mapper: {
      map: () => {
        throw broken;
      },
    },
  });
  expect(() => answer.fromModel(text)).not.toThrow();
  expect(failures).toEqual([broken]);
});

it('a stopped answer shows no more', () => {
  const { answer, shown, stop } = reading();
  answer.fromModel(text);
  const before = [...shown];
  stop.abort();
  answer.fromModel(text);
  expect(before.length).toBeGreaterThan(0);
  expect(shown).toEqual(before);
});
