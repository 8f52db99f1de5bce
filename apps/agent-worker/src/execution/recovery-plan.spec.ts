import { encodeEvent, type ThreadItem, type ThreadStreamEvent } from '@frontdesk/chatkit-protocol';
import type { RunEvent } from '@frontdesk/contracts';
import { planRecovery } from './recovery-plan.js';
import { ScreenTrail } from './screen-trail.js';

const at = { thread_id: 'thr', created_at: '2026-11-22T10:00:00.000Z' };
const message = (id: string): ThreadItem => ({ ...at, id, type: 'assistant_message', content: [] });
const hidden = (id: string): ThreadItem => ({ ...at, id, type: 'hidden_context_item', content: 'x' });
const added = (id: string): ThreadStreamEvent => ({ type: 'thread.item.added', item: message(id) });
const done = (id: string): ThreadStreamEvent => ({ type: 'thread.item.done', item: message(id) });
const removed = (id: string): ThreadStreamEvent => ({ type: 'thread.item.removed', item_id: id });
const frames = (seq: number, ...events: ThreadStreamEvent[]): RunEvent => ({
  kind: 'frames',
  epoch: 1,
  seq,
  frames: events.map((event) => encodeEvent(event)),
});

function trailOf(...events: RunEvent[]): ScreenTrail {
  const trail = new ScreenTrail();
  trail.read(events);
  return trail;
}

describe('what an earlier claim left on screen', () => {
  it('is told from its frames', () => {
    const trail = trailOf(frames(1, added('a'), added('b'), added('c')), frames(2, done('a'), removed('b')));
    expect([...trail.open.keys()]).toEqual(['c']);
    expect([...trail.final]).toEqual(['a']);
    expect(trail.cursor).toBe('1-2');
    expect(trail.isEnded).toBe(false);
  });

  it('has its text as far as it had come', () => {
    const delta: ThreadStreamEvent = {
      type: 'thread.item.updated',
      item_id: 'a',
      update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: 'Hel' },
    };
    expect(trailOf(frames(1, added('a'), delta, delta)).open.get('a')).toMatchObject({ content: [{ text: 'HelHel' }] });
  });

  it('is in order when it said its end', () => {
    expect(trailOf(frames(1, done('a')), { kind: 'end', epoch: 1, seq: 2, status: 'waiting' }).isEnded).toBe(true);
  });
});

describe('putting it right', () => {
  it.each<[string, ScreenTrail, ThreadItem[], string[], { remove: string[]; show: string[] }]>([
    ['removes what was not finished', trailOf(frames(1, added('a'))), [], [], { remove: ['a'], show: [] }],
    ['removes what belongs to a step that is repeated', trailOf(frames(1, done('a'))), [message('a')], [], { remove: ['a'], show: [] }],
    ['removes what was stored and never shown', trailOf(), [message('a')], [], { remove: ['a'], show: [] }],
    ['keeps what the checkpoint counts on', trailOf(frames(1, done('a'))), [message('a')], ['a'], { remove: [], show: [] }],
    [
      'shows what the checkpoint counts on and the screen lacks',
      trailOf(frames(1, added('a'))),
      [message('a')],
      ['a'],
      { remove: [], show: ['a'] },
    ],
    ['never shows hidden items', trailOf(), [hidden('h')], ['h'], { remove: [], show: [] }],
    ['leaves alone what was removed already', trailOf(frames(1, added('a'), removed('a'))), [], [], { remove: [], show: [] }],
  ])('%s', (_name, trail, stored, settled, plan) => {
    const { remove, show } = planRecovery(trail, stored, settled);
    expect({ remove, show: show.map((item) => item.id) }).toEqual(plan);
  });
});
