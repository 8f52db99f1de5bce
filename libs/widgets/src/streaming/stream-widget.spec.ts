import { toWire } from '@frontdesk/chatkit-protocol';
import type { ThreadStreamEvent, WidgetRoot } from '@frontdesk/chatkit-protocol';
import { card, markdown, text, title } from '../builder/index.js';
import { WidgetError } from '../widget-error.js';
import { accumulateText } from './accumulate-text.js';
import { streamWidget } from './stream-widget.js';
import type { WidgetStates, WidgetStreamEvent } from './stream-widget.js';

const FIELDS = { id: 'msg_1', thread_id: 'thr_1', created_at: '2026-11-22T08:00:00.000Z' };

async function* statesOf<T>(...states: T[]): AsyncGenerator<T> {
  yield* states;
}

async function all<T>(sequence: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const entry of sequence) {
    list.push(entry);
  }
  return list;
}

const events = (states: WidgetRoot | WidgetStates, more: object = {}): Promise<WidgetStreamEvent[]> =>
  all(streamWidget(states, { ...FIELDS, ...more }));

const note = (value: string, streaming = true): WidgetRoot => card([text(value, { id: 'note', streaming })]);
const item = (widget: WidgetRoot): object => ({ ...FIELDS, type: 'widget', widget });
const added = (value: string): object => ({
  type: 'thread.item.updated',
  item_id: 'msg_1',
  update: { type: 'widget.streaming_text.value_delta', component_id: 'note', delta: value, done: false },
});
const rooted = (widget: WidgetRoot): object => ({
  type: 'thread.item.updated',
  item_id: 'msg_1',
  update: { type: 'widget.root.updated', widget },
});

describe('streaming a widget', () => {
  test('one widget alone is done at once', async () => {
    expect(await events(card([title('Hi')]))).toEqual([{ type: 'thread.item.done', item: item(card([title('Hi')])) }]);
  });

  test('a text that grows is added, sent piece by piece, and done in full', async () => {
    const states = ['', 'Hel', 'Hello,', 'Hello, world'].map((value) => note(value));
    expect(await events(statesOf(...states))).toEqual([
      { type: 'thread.item.added', item: item(note('')) },
      added('Hel'),
      added('lo,'),
      added(' world'),
      { type: 'thread.item.done', item: item(note('Hello, world')) },
    ]);
  });

  test('a widget that changes is sent whole, and one that does not is not sent', async () => {
    const [a, b] = [note('a'), card([title('b')])];
    const expected = [{ type: 'thread.item.added', item: item(a) }, rooted(b), { type: 'thread.item.done', item: item(b) }];
    expect(await events([a, a, b, b])).toEqual(expected);
  });

  test('an id that goes or a key that changes gives the root, then done', async () => {
    for (const last of [card([text('a')]), card([text('a', { id: 'note', key: 'k' })])]) {
      expect((await events([card([text('a', { id: 'note' })]), last])).slice(1)).toEqual([
        rooted(last),
        { type: 'thread.item.done', item: item(last) },
      ]);
    }
  });

  test('one state is added and done', async () => {
    expect((await events([note('a')])).map(({ type }) => type)).toEqual(['thread.item.added', 'thread.item.done']);
  });

  test('the text to copy and the time are the same in added and done', async () => {
    const moment = new Date('2026-11-22T09:00:00Z');
    const [first, last] = await events([note('a')], { copy_text: 'copied', created_at: moment });
    const expected = { ...item(note('a')), created_at: moment.toISOString(), copy_text: 'copied' };
    expect([first, last]).toEqual([
      { type: 'thread.item.added', item: expected },
      { type: 'thread.item.done', item: expected },
    ]);
    const [added, done] = await all(streamWidget([note('a')], { id: 'msg_1', thread_id: 'thr_1' }));
    expect(added).toEqual({ ...done, type: 'thread.item.added' });
  });

  test('a state may be the one before, changed in place', async () => {
    const shown = text('', { id: 'note', streaming: true });
    const root = card([shown]);
    async function* states(): AsyncGenerator<WidgetRoot> {
      for (const word of ['a', 'b', 'c']) {
        shown.value += word;
        yield root;
      }
    }
    expect((await events(states())).slice(1)).toEqual([added('b'), added('c'), { type: 'thread.item.done', item: item(note('abc')) }]);
  });

  test('events fit the wire as they are', async () => {
    const open = { type: 'Card', own: [{ deep: 1 }], children: [{ type: 'Hologram', children: [] }] } as WidgetRoot;
    for (const event of await events([note('a'), note('ab'), open], { copy_text: 'x' })) {
      expect(toWire(event as ThreadStreamEvent)).toEqual(event);
    }
  });

  test('no state at all is an error', async () => {
    await expect(events(statesOf<WidgetRoot>())).rejects.toThrow('at least one state');
  });

  test('a failure midway passes through, and the item is never done', async () => {
    async function* states(): AsyncGenerator<WidgetRoot> {
      yield note('a');
      throw new Error('The source broke.');
    }
    const stream = streamWidget(states(), FIELDS);
    expect((await stream.next()).value).toMatchObject({ type: 'thread.item.added' });
    await expect(stream.next()).rejects.toThrow('The source broke.');
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('a state that is no widget is named by its place', async () => {
    const states = [note('a'), { type: 'Card', children: [null] } as unknown as WidgetRoot];
    await expect(events(states)).rejects.toThrow(WidgetError);
    await expect(events(states)).rejects.toThrow('children.0 expected a node');
  });

  test('a reader that leaves ends the source', async () => {
    let ended = false;
    async function* states(): AsyncGenerator<WidgetRoot> {
      try {
        for (;;) {
          yield note('a');
        }
      } finally {
        ended = true;
      }
    }
    for await (const event of streamWidget(states(), FIELDS)) {
      expect(event.type).toBe('thread.item.added');
      break;
    }
    expect(ended).toBe(true);
  });
});

describe('a text that is being written', () => {
  const base = text('Thinking…', { id: 'note', size: 'sm' });

  test('is first as given, then all text so far, last the full text without streaming', async () => {
    expect(await all(accumulateText(base, statesOf('Hel', 'lo')))).toEqual([
      { ...base, streaming: true },
      { ...base, value: 'Hel', streaming: true },
      { ...base, value: 'Hello', streaming: true },
      { ...base, value: 'Hello', streaming: false },
    ]);
  });

  test('has an id, since without one every state would be sent whole', async () => {
    const types = await events(accumulateText(text(''), ['a', 'b'], (grown) => card([grown])));
    expect(types.map((event) => (event.type === 'thread.item.updated' ? event.update.type : event.type))).toEqual([
      'thread.item.added',
      'widget.streaming_text.value_delta',
      'widget.streaming_text.value_delta',
      'widget.root.updated',
      'thread.item.done',
    ]);
  });

  test('ends empty when nothing was written', async () => {
    expect(await all(accumulateText(base, []))).toEqual([
      { ...base, streaming: true },
      { ...base, value: '', streaming: false },
    ]);
  });

  test('streams inside a widget by what was added', async () => {
    const answer = markdown('', { id: 'note' });
    const place = (grown: typeof answer): WidgetRoot => card([title('Answer'), grown]);
    const updates = await events(accumulateText(answer, statesOf('Hel', '', 'lo'), place));
    const last = place({ ...answer, value: 'Hello', streaming: false });
    expect(updates).toEqual([
      { type: 'thread.item.added', item: item(place({ ...answer, streaming: true })) },
      added('Hel'),
      added('lo'),
      rooted(last),
      { type: 'thread.item.done', item: item(last) },
    ]);
  });

  test('passes on what its source throws, and ends the source when nobody reads on', async () => {
    let ended = 0;
    async function* broken(): AsyncGenerator<string> {
      try {
        yield 'a';
        throw new Error('The model hung up.');
      } finally {
        ended += 1;
      }
    }
    await expect(all(accumulateText(base, broken()))).rejects.toThrow('The model hung up.');
    const states = accumulateText(base, broken());
    await states.next();
    await states.next();
    await states.return();
    expect(ended).toBe(2);
  });
});
