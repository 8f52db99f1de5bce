import type { WidgetItem } from '@frontdesk/chatkit-protocol';
import { actionCallName, newId, type ToolCallEvent } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { z } from 'zod';
import { defineAction, defineTool, replaceSender } from '../src/index.js';
import { closeCase } from './recipes/close-case.tool.js';
import { importContacts } from './recipes/import-contacts.tool.js';
import { lookUpOrder } from './recipes/look-up-order.tool.js';
import { planRoute } from './recipes/plan-route.tool.js';
import { ADA, EVE, failureOf, openTestDatabase, resultOf, ServiceUnderTest } from './harness.js';

const card = (value: string) => ({ type: 'Card', children: [{ type: 'Text', value }] });
const effectsOf = (events: readonly ToolCallEvent[]) => events.flatMap((event) => (event.type === 'effect' ? [event] : []));

const live = defineTool({
  name: 'live_test',
  description: 'Shows things while it runs.',
  parameters: z.strictObject({ fails: z.boolean().describe('Whether it fails.') }),
  deadlineMs: 5_000,
  progressText: 'Showing',
  reach: 'none',
  run: async ({ fails }, { show }) => {
    show({ type: 'progress', text: 'Half way' });
    show({ type: 'widget', key: 'w', widget: card('one') });
    show({ type: 'task', key: 't', task: { type: 'custom', title: 'Step', status_indicator: 'loading' } });
    show({ type: 'widget', key: 'w', widget: card('two') });
    show({ type: 'task', key: 't', task: { type: 'custom', title: 'Step', status_indicator: 'complete' } });
    show({ type: 'notice', level: 'info', message: 'Soon' });
    if (fails) {
      throw new Error('it fails');
    }
    return { output: 1, effects: [{ type: 'widget', key: 'w', widget: card('three') }] };
  },
  actions: [
    defineAction({
      type: 'test.rename',
      payload: z.strictObject({ to: z.string() }),
      deadlineMs: 1_000,
      reach: 'database',
      run: ({ to }, context) => Promise.resolve({ effects: replaceSender(context, card(to)), respond: true }),
    }),
  ],
});

let service: ServiceUnderTest;
let db: Database;
const threadId = newId('thr');
const sender: WidgetItem = {
  id: 'msg_1',
  thread_id: threadId,
  created_at: '2026-11-22T10:00:00.000Z',
  type: 'widget',
  widget: { type: 'Card', children: [] },
  copy_text: 'old',
};

beforeAll(async () => {
  const test = await openTestDatabase();
  db = test.db;
  service = await ServiceUnderTest.start(test.url, { moreTools: [live, lookUpOrder, importContacts, planRoute, closeCase] });
  await db.thread.create({ data: { id: threadId, tenantId: ADA.tenantId, userId: ADA.userId } });
  const base = { threadId, data: { widget: { type: 'Card', children: [] }, copy_text: 'old' } };
  await db.threadItem.create({ data: { ...base, id: sender.id, type: 'widget' } });
  await db.threadItem.create({ data: { ...base, id: 'msg_2', type: 'end_of_turn', data: {} } });
});
afterAll(async () => {
  await service.stop();
  await db.$disconnect();
});

describe('a tool that shows things while it runs', () => {
  it('has them on screen before its end, and keeps the last state of each', async () => {
    const events = await service.call({ tool: 'live_test', args: { fails: false } });
    expect(events.map((event) => event.type)).toEqual([
      'progress',
      ...Array<string>(5).fill('effect'),
      'effect',
      'effect',
      'effect',
      'result',
    ]);
    const [shown, kept] = [effectsOf(events).filter((event) => event.live), effectsOf(events).filter((event) => !event.live)];
    expect(shown.map(({ effect }) => effect.type)).toEqual(['widget', 'task', 'widget', 'task', 'notice']);
    expect(kept.map(({ effect }) => effect)).toMatchObject([
      { type: 'task', key: 't', task: { status_indicator: 'complete' } },
      { type: 'notice', message: 'Soon' },
      { type: 'widget', key: 'w', widget: card('three') },
    ]);
  });

  it('keeps nothing when it fails', async () => {
    const events = await service.call({ tool: 'live_test', args: { fails: true } });
    expect(effectsOf(events).every((event) => event.live)).toBe(true);
    expect(failureOf(events).code).toBe('tool_failed');
  });

  it('gives a repeat what was kept, and shows nothing in between', async () => {
    const call = { tool: 'live_test', args: { fails: false }, runId: newId('run'), callId: 'call_1' };
    const first = effectsOf(await service.call(call)).filter((event) => !event.live);
    const again = await service.call(call);
    expect(effectsOf(again)).toEqual(first);
    expect(resultOf(again).replayed).toBe(true);
  });
});

describe('an action', () => {
  const rename = (args: unknown, owner = ADA) => service.call({ tool: actionCallName('test.rename'), args, owner, grant: { threadId } });

  it('gets its widget from the store and replaces it', async () => {
    const events = await rename({ item_id: sender.id, payload: { to: 'new' } });
    expect(effectsOf(events)).toEqual([
      { type: 'effect', effect: { type: 'widget', item_id: sender.id, widget: card('new'), copy_text: 'old' } },
    ]);
    expect(resultOf(events).output).toEqual({ respond: true });
  });

  it('may come from no widget at all', async () => {
    expect(effectsOf(await rename({ item_id: null, payload: { to: 'new' } }))).toEqual([]);
  });

  it.each([
    ['a payload that does not fit', { item_id: null, payload: { to: 7 } }, ADA, 'tool_invalid_arguments', 'payload.to'],
    ['no payload', { item_id: null, payload: null }, ADA, 'tool_invalid_arguments', 'payload'],
    ['an item that is no widget', { item_id: 'msg_2', payload: { to: 'x' } }, ADA, 'tool_invalid_arguments', 'widget'],
    ['somebody else’s widget', { item_id: sender.id, payload: { to: 'x' } }, EVE, 'tool_failed', ''],
  ])('is refused with %s', async (_name, args, owner, code, words) => {
    const failure = failureOf(await rename(args, owner));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
  });

  it('that nobody wrote is unknown, and no model is offered any', async () => {
    expect(failureOf(await service.call({ tool: actionCallName('test.none') })).code).toBe('action_unknown');
    expect((await service.client.listTools()).map((tool) => tool.name).filter((name) => name.includes(':'))).toEqual([]);
  });
});

describe('the tools of the guide', () => {
  it('ask_user asks in a form', async () => {
    const questions = [{ question: 'Which plan?', options: ['Free', 'Team'] }, { question: 'Why?' }];
    const events = await service.call({ tool: 'ask_user', args: { questions } });
    expect(effectsOf(events).map(({ effect }) => effect)).toEqual([
      {
        type: 'structured_input',
        inputs: [
          {
            id: 'question_1',
            question: 'Which plan?',
            type: 'multiple_choice',
            options: [{ value: 'Free' }, { value: 'Team' }],
            multiple: false,
          },
          { id: 'question_2', question: 'Why?', type: 'freeform' },
        ],
      },
    ]);
  });

  it('show_tour shows a card whose buttons tick off their stops, and which can be put away', async () => {
    const [shown] = effectsOf(await service.call({ tool: 'show_tour' }));
    expect(JSON.stringify(shown?.effect)).toContain('0 of 4');
    const act = (type: string, payload: unknown) =>
      service.call({ tool: actionCallName(type), args: { item_id: sender.id, payload }, grant: { threadId } });
    const next = await act('tour.show', { stop: 'tools', seen: ['widgets'] });
    expect(JSON.stringify(effectsOf(next)[0]?.effect)).toContain('2 of 4');
    expect(resultOf(next).output).toEqual({ respond: true });
    const closed = await act('tour.close', { seen: ['widgets'] });
    expect(JSON.stringify(effectsOf(closed)[0]?.effect)).toContain('closed after 1 of 4');
    expect(failureOf(await act('tour.show', { stop: 'moon' })).code).toBe('tool_invalid_arguments');
  });
});

describe('the recipes', () => {
  const kept = async (tool: string, args: unknown) =>
    effectsOf(await service.call({ tool, args })).flatMap((event) => (event.live ? [] : [event.effect]));

  it('do what docs/recipes.md says of them', async () => {
    expect(await kept('look_up_order', { number: '7' })).toMatchObject([{ type: 'widget', widget: { type: 'Card' } }]);
    expect(JSON.stringify(await kept(actionCallName('order.cancel'), { item_id: null, payload: { number: '7' } }))).toContain(
      'Order 7 was cancelled.',
    );
    expect(JSON.stringify(await kept('import_contacts', {}))).toContain('3 of 3 pages');
    expect(await kept('plan_route', { to: 'Mitte' })).toMatchObject([
      {
        type: 'item',
        item: { type: 'assistant_message', content: [{ annotations: [{ source: { type: 'entity', id: 'station:Mitte' }, index: 20 }] }] },
      },
    ]);
    expect((await kept('close_case', { number: '7' })).map((effect) => effect.type)).toEqual([
      'thread',
      'hidden_context',
      'notice',
      'client_effect',
      'event',
    ]);
  });
});
