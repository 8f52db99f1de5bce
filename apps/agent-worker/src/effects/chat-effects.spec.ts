import type { ThreadItem, ThreadStreamEvent, WidgetItem } from '@frontdesk/chatkit-protocol';
import { chatEffectSchema, type ChatEffectInput } from '@frontdesk/contracts';
import { ChatEventsMapper } from '../model-events/chat-events.mapper.js';
import { ChatEffects } from './chat-effects.js';
import { effectItemId } from './effect-item-id.js';

const card = (value: string) => ({ type: 'Card', children: [{ type: 'Text', id: 't', value, streaming: true }] });
const known: WidgetItem = {
  id: 'msg_known',
  thread_id: 'thr_1',
  created_at: '2026-11-22T09:00:00.000Z',
  type: 'widget',
  widget: { type: 'Card', children: [] },
};

function build(now = '2026-11-22T10:00:00.000Z') {
  const events: ThreadStreamEvent[] = [];
  const saved: ThreadItem[] = [];
  const unknown: string[] = [];
  const threads: unknown[] = [];
  let ids = 0;
  const clock = () => new Date(now);
  const mapper = new ChatEventsMapper({ threadId: 'thr_1', newId: (prefix) => `${prefix}_${(ids += 1)}`, now: clock });
  const effects = new ChatEffects({
    run: { id: 'run_1', threadId: 'thr_1' },
    mapper,
    publisher: {
      publish: (event) => void events.push(event),
      publishFrom: (make) => void make().then((made) => events.push(...made)),
      save: (item) => void saved.push(item),
      updateThread: (changes) => void threads.push(changes),
    },
    findItem: (id) => Promise.resolve([known, ...shownItems(events)].find((item) => item.id === id) ?? null),
    onUnknownItem: ({ type }) => unknown.push(type),
    now: clock,
  });
  const at = (index = 0, callId = 'call_1') => ({ callId, index });
  return {
    events,
    saved,
    unknown,
    threads,
    mapper,
    effects,
    apply: (input: ChatEffectInput, index = 0, callId = 'call_1') => effects.apply(chatEffectSchema.parse(input), at(index, callId)),
    show: (input: ChatEffectInput) => effects.show(chatEffectSchema.parse(input), at()),
  };
}
const shownItems = (events: readonly ThreadStreamEvent[]): ThreadItem[] =>
  events.flatMap((event) => (event.type === 'thread.item.done' ? [event.item] : []));
const widget = { type: 'widget' as const, widget: { type: 'Card', children: [] }, copy_text: 'text' };
const typesOf = (events: readonly ThreadStreamEvent[]) =>
  events.map((event) => (event.type === 'thread.item.updated' ? event.update.type : event.type));

describe('effects of a call', () => {
  it('put a widget into the chat, the same one when the call is repeated', () => {
    const [first, again] = [build(), build()];
    first.apply(widget);
    again.apply(widget);
    expect(first.events).toEqual([
      {
        type: 'thread.item.done',
        item: expect.objectContaining({ type: 'widget', thread_id: 'thr_1', copy_text: 'text', widget: widget.widget }),
      },
    ]);
    expect(again.events).toEqual(first.events);
    const ids = [
      effectItemId('msg', 'run_1', 'call_1', 0),
      effectItemId('msg', 'run_1', 'call_1', 1),
      effectItemId('msg', 'run_1', 'call_2', 0),
      effectItemId('msg', 'run_2', 'call_1', 0),
      effectItemId('msg', 'run_1', 'call_1', 'key'),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(ids[0]).toMatch(/^msg_[0-9a-z]{20,26}$/);
  });

  it('refuse a widget that is none', () => {
    const { apply, events } = build();
    expect(() => apply({ type: 'widget', widget: { type: 'Nonsense' } })).toThrow();
    expect(events).toEqual([]);
  });

  it('pass a client effect on with its nulls', () => {
    const { apply, events } = build();
    apply({ type: 'client_effect', name: 'n', data: { a: null } });
    expect(events).toEqual([{ type: 'client_effect', name: 'n', data: { a: null } }]);
  });

  it("ask the client under the call's own id", () => {
    const { apply, effects } = build();
    apply({ type: 'client_tool', name: 'n', arguments: { a: 1 } });
    apply({ type: 'structured_input', inputs: [{ type: 'freeform', id: 'q', question: 'Q?' }] }, 1);
    expect(effects.requests).toEqual([
      { kind: 'client_tool', id: effectItemId('tc', 'run_1', 'call_1', 0), call_id: 'call_1', name: 'n', arguments: { a: 1 } },
      expect.objectContaining({ kind: 'structured_input', id: effectItemId('msg', 'run_1', 'call_1', 1), call_id: 'call_1' }),
    ]);
  });

  it('replace an item that is there, at its old time, and nothing that is not', async () => {
    const { apply, events, unknown } = build();
    apply({ ...widget, item_id: known.id });
    apply({ ...widget, item_id: 'msg_of_somebody_else' });
    await new Promise(setImmediate);
    expect(events).toEqual([
      { type: 'thread.item.replaced', item: expect.objectContaining({ id: known.id, created_at: known.created_at, copy_text: 'text' }) },
    ]);
    expect(unknown).toEqual(['widget']);
  });

  it('keep hidden context out of the screen, and put any other item on it', async () => {
    const { apply, events, saved } = build();
    apply({ type: 'hidden_context', content: { a: null } });
    apply({ type: 'item', key: 'note', item: { type: 'assistant_message', content: [{ text: 'Hi' }] } }, 1);
    apply({ type: 'remove_item', key: 'note' }, 2);
    await new Promise(setImmediate);
    expect(saved).toEqual([
      expect.objectContaining({ id: expect.stringMatching(/^hcx_/), type: 'hidden_context_item', content: { a: null } }),
    ]);
    const id = effectItemId('msg', 'run_1', 'call_1', 'note');
    expect(events).toEqual([
      { type: 'thread.item.done', item: expect.objectContaining({ id, content: [{ type: 'output_text', text: 'Hi', annotations: [] }] }) },
      { type: 'thread.item.removed', item_id: id },
    ]);
  });

  it.each<Extract<ChatEffectInput, { type: 'item' }>['item']>([
    { type: 'task', task: { type: 'custom', title: 'x' } },
    { type: 'workflow', workflow: { type: 'custom', tasks: [] } },
    { type: 'widget', widget: { type: 'Card', children: [] } },
    { type: 'end_of_turn' },
  ])('remove by its key an item of the kind $type', async (item) => {
    const { apply, events } = build();
    apply({ type: 'item', key: 'note', item });
    apply({ type: 'remove_item', key: 'note' }, 1);
    await new Promise(setImmediate);
    const [done, removed] = events;
    expect(removed).toEqual({ type: 'thread.item.removed', item_id: done?.type === 'thread.item.done' ? done.item.id : '' });
    expect(() => apply({ type: 'remove_item' })).toThrow('key or item_id');
  });

  it('change of the thread what they name, and nothing else', () => {
    const { apply, threads } = build();
    apply({ type: 'thread', allow_cancel: false });
    apply({ type: 'thread', title: 'T', allowed_image_domains: [] }, 1);
    expect(threads.map((changes) => Object.keys(changes as object))).toEqual([['allowCancel'], ['title', 'allowedImageDomains']]);
  });

  it('refuse hosts of images that are none, and say what one looks like', () => {
    const { apply, threads } = build();
    const allow = (...hosts: string[]): void => apply({ type: 'thread', allowed_image_domains: hosts });
    for (const host of ['https://example.com', 'example.com/pictures', 'example.com:8080', '*', 'a.*.com', '', ' example.com']) {
      expect(() => allow('example.com', host)).toThrow(/allowed_image_domains[^]*expected a host such as images\.example\.com/);
    }
    allow('example.com', '*.example.com', 'Images.Example.COM', 'localhost', '127.0.0.1', 'xn--mller-kva.example');
    expect(threads).toHaveLength(1);
  });

  it('speak of this thread, whatever an event says', () => {
    const { apply, events } = build();
    apply({ type: 'event', event: { type: 'thread.item.added', item: { ...known, thread_id: 'thr_other' } } });
    expect(events).toEqual([{ type: 'thread.item.added', item: known }]);
    expect(() => apply({ type: 'event', event: { type: 'thread.updated' } as never })).toThrow();
  });
});

describe('what is shown while a call runs', () => {
  it('grows by what was added, and stays under the same id and time when the call ends well', () => {
    const { show, apply, effects, events } = build();
    show({ type: 'widget', key: 'w', widget: card('Hel') });
    show({ type: 'widget', key: 'w', widget: card('Hello') });
    apply({ type: 'widget', key: 'w', widget: card('Hello') });
    effects.callEnded('call_1');
    expect(typesOf(events)).toEqual(['thread.item.added', 'widget.streaming_text.value_delta', 'thread.item.done']);
    expect(events[1]).toMatchObject({ update: { delta: 'lo', component_id: 't' } });
  });

  it('goes when the call ends without it', () => {
    const { show, effects, events } = build();
    show({ type: 'widget', key: 'w', widget: card('Hel') });
    effects.callEnded('call_1');
    expect(events.at(-1)).toEqual({ type: 'thread.item.removed', item_id: effectItemId('msg', 'run_1', 'call_1', 'w') });
  });

  it('is not shown twice when the outcome repeats it', () => {
    const { show, apply, events } = build();
    const notice = { type: 'notice', level: 'info', message: 'Half way' } as const;
    show(notice);
    apply(notice);
    expect(events).toHaveLength(1);
    apply(notice, 1);
    expect(events).toHaveLength(2);
  });
});

describe('a list of steps', () => {
  const step = (key: string, status_indicator: 'loading' | 'complete') =>
    ({ type: 'task', key, task: { type: 'custom', title: key, status_indicator } }) as const;

  it('appears with its first step, grows and changes by key, and ends with its title', () => {
    const { apply, events } = build();
    apply({ type: 'workflow', state: 'open', summary: { title: 'Done' } });
    expect(events).toEqual([]);
    apply(step('a', 'loading'), 1);
    apply(step('b', 'loading'), 2);
    apply(step('a', 'complete'), 3);
    apply(step('a', 'complete'), 4);
    apply({ type: 'workflow', state: 'done', expanded: true }, 5);
    expect(typesOf(events)).toEqual(['thread.item.added', 'workflow.task.added', 'workflow.task.updated', 'thread.item.done']);
    expect(events.at(-1)).toMatchObject({
      item: {
        workflow: { type: 'custom', expanded: true, summary: { title: 'Done' }, tasks: [{ status_indicator: 'complete' }, { title: 'b' }] },
      },
    });
  });

  it('ends when something else becomes visible, but not for what nobody sees', () => {
    const { apply, events } = build();
    apply(step('a', 'loading'));
    apply({ type: 'hidden_context', content: 'x' }, 1);
    apply({ type: 'notice', level: 'info', message: 'x' }, 2);
    apply(widget, 3);
    expect(typesOf(events)).toEqual(['thread.item.added', 'notice', 'thread.item.done', 'thread.item.done']);
    expect(events[2]).toMatchObject({ item: { type: 'workflow', workflow: { summary: { duration: 0 } } } });
  });

  it('that is left open goes on where it was', () => {
    const first = build();
    first.apply({ type: 'workflow', state: 'open', summary: { title: 'Setup' } });
    first.apply(step('a', 'loading'), 1);
    const open = first.mapper.leaveWorkflow(false);
    expect(open?.item.workflow.summary).toBeUndefined();
    const second = build();
    if (open !== null) {
      second.mapper.resumeWorkflow(open);
    }
    second.apply(step('a', 'complete'));
    second.apply(step('b', 'complete'), 1);
    second.apply({ type: 'workflow', state: 'done' }, 2);
    expect(typesOf(second.events)).toEqual(['workflow.task.updated', 'workflow.task.added', 'thread.item.done']);
    expect(second.events.at(-1)).toMatchObject({ item: { id: open?.item.id, workflow: { summary: { title: 'Setup' } } } });
  });
});
