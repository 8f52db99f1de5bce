import fc from 'fast-check';
import { DeltaJoiner } from './delta-joiner.js';

const responses = (delta: string, fields: object = {}): string => {
  const event = { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta, logprobs: [], ...fields };
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
};
const chat = (delta: object, choice: object = {}): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: null, ...choice }] })}\n\n`;

function joined(...pieces: string[]): Array<Record<string, unknown>> {
  const joiner = new DeltaJoiner();
  pieces.forEach((piece) => joiner.add(piece));
  return joiner
    .takeRest()
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '') as Record<string, unknown>);
}

describe('neighbouring deltas', () => {
  it('of one part become one, whatever their number and padding', () => {
    const events = joined(responses('Hel', { sequence_number: 4, obfuscation: 'xx' }), responses('lo', { sequence_number: 5, obfuscation: 'y' }));
    expect(events).toEqual([expect.objectContaining({ delta: 'Hello', sequence_number: 4 })]);
    expect(events[0]).not.toHaveProperty('obfuscation');
  });

  it.each([
    ['another part', { content_index: 1 }],
    ['another item', { item_id: 'msg_2', output_index: 1 }],
    ['another kind', { type: 'response.refusal.delta' }],
    ['probabilities', { logprobs: [{ token: 'lo' }] }],
  ])('that differ by %s stay apart', (_, fields) => {
    expect(joined(responses('Hel'), responses('lo', fields)).map((event) => event['delta'])).toEqual(['Hel', 'lo']);
  });

  it('of a call and of thoughts become one too', () => {
    const call = { type: 'response.function_call_arguments.delta', item_id: 'fc_1' };
    expect(joined(responses('{"a"', call), responses(':1}', call))).toEqual([expect.objectContaining({ delta: '{"a":1}' })]);
  });

  it('keep their order with what stands between them', () => {
    const done = 'event: response.output_text.done\ndata: {"type":"response.output_text.done","text":"ab"}\n\n';
    expect(joined(responses('a'), responses('b'), done, responses('c')).map((event) => event['delta'] ?? event['text'])).toEqual(['ab', 'ab', 'c']);
  });

  it('of Chat Completions become one, the repeated role included', () => {
    const events = joined(chat({ role: 'assistant', content: '' }), chat({ role: 'assistant', content: 'Hel' }), chat({ content: 'lo' }));
    expect(events).toHaveLength(1);
    expect(events).toMatchObject([{ choices: [{ delta: { content: 'Hello' } }] }]);
  });

  it.each([
    ['the end of the answer', chat({ content: 'b' }, { finish_reason: 'stop' })],
    ['thoughts', chat({ content: 'b', reasoning_content: 'hm' })],
    ['a call', chat({ content: 'b', tool_calls: [{ index: 0 }] })],
    ['another choice', chat({ content: 'b' }, { index: 1 })],
  ])('of Chat Completions with %s pass as they came', (_, block) => {
    expect(joined(chat({ content: 'a' }), block)).toHaveLength(2);
  });
});

it('what is no event passes as it came', () => {
  const joiner = new DeltaJoiner();
  const odd = ': a comment\n\ndata: {"delta": broken\n\ndata: [DONE]\n\nunfinished';
  joiner.add(odd);
  expect(joiner.takeRest()).toBe(odd);
});

it('says whether what it holds may wait', () => {
  const joiner = new DeltaJoiner();
  joiner.add(responses('a').slice(0, 20));
  expect(joiner.isEmpty).toBe(true);
  joiner.add(responses('a').slice(20));
  expect([joiner.isEmpty, joiner.isPressing, joiner.hasText]).toEqual([false, false, true]);
  joiner.add('data: {"type":"response.completed"}\n\n');
  expect(joiner.isPressing).toBe(true);
  joiner.take();
  expect([joiner.isEmpty, joiner.isPressing, joiner.hasText]).toEqual([true, false, false]);
});

it('no text is lost or moved, wherever the stream is cut', () => {
  const words = fc.array(fc.tuple(fc.string({ maxLength: 6 }), fc.integer({ min: 0, max: 2 })), { maxLength: 30 });
  fc.assert(
    fc.property(words, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), fc.infiniteStream(fc.boolean()), (parts, cuts, takes) => {
      const stream = parts.map(([text, part]) => responses(text, { content_index: part })).join('');
      const joiner = new DeltaJoiner();
      let out = '';
      for (let from = 0; from < stream.length;) {
        const size = cuts.next().value;
        joiner.add(stream.slice(from, from + size));
        from += size;
        out += takes.next().value ? joiner.take() : '';
      }
      out += joiner.takeRest();
      const seen = [...out.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] ?? '') as { delta: string; content_index: number });
      const flat = (events: ReadonlyArray<readonly [string, number]>): string => events.flatMap(([text, part]) => [...text].map((letter) => `${part}${letter}`)).join('');
      expect(flat(seen.map((event) => [event.delta, event.content_index] as const))).toBe(flat(parts));
    }),
  );
});
