import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { kindsOf, type Frame, type Person } from '../harness/person.js';
import { effect, emits } from '../harness/scripted-tools.js';
import { performed } from './pipeline.js';

async function threadOf(person: Person, { model }: House): Promise<string> {
  const answer = await person.open('threads.create', { input: model.scene(turn(saysAtOnce('hello'))).message() });
  await answer.all();
  return answer.threadId;
}

/** A thread of this many items: a message, an answer, and markers, all of one moment. */
async function longThread(house: House, length: number): Promise<string> {
  const threadId = await threadOf(house.ada, house);
  await house.prepare(
    `INSERT INTO thread_items (thread_id, id, type, data, created_at)
     SELECT $1, 'eot_' || lpad(n::text, 3, '0'), 'end_of_turn', '{}', '2026-11-25T12:00:00Z' FROM generate_series(1, $2::int) n`,
    [threadId, length - 2],
  );
  return threadId;
}

const idsOf = (page: Frame): string[] => page.data.map(({ id }: { id: string }) => id);

const paging = (the: Parameters<Area['cases']>[0]): void => {
  the('M1 the first page of threads is the newest, and names its cursor', async (house) => {
    const eve = await house.arrive();
    const ids = [await threadOf(eve, house), await threadOf(eve, house), await threadOf(eve, house)];
    const { body } = await eve.ask('threads.list', { limit: 2 });
    expect([idsOf(body), body.has_more, body.after]).toEqual([[ids[2], ids[1]], true, ids[1]]);
    const rest = (await eve.ask('threads.list', { limit: 2, after: body.after })).body;
    expect([idsOf(rest), rest.has_more, 'after' in rest]).toEqual([[ids[0]], false, false]);
  });

  the('M2 the next page begins behind the last row of the one before, and the last has no cursor', async (house) => {
    const thread_id = await longThread(house, 25);
    const first = (await house.ada.ask('items.list', { thread_id })).body;
    const next = (await house.ada.ask('items.list', { thread_id, after: first.data.at(-1).id })).body;
    expect([next.data.length, next.has_more, 'after' in next]).toEqual([5, false, false]);
  });

  the('M3 ascending, two rows of three, then the third', async (house) => {
    const eve = await house.arrive();
    const ids = [await threadOf(eve, house), await threadOf(eve, house), await threadOf(eve, house)];
    const { body } = await eve.ask('threads.list', { limit: 2, order: 'asc' });
    expect([idsOf(body), body.after]).toEqual([ids.slice(0, 2), ids[1]]);
    expect(idsOf((await eve.ask('threads.list', { limit: 2, order: 'asc', after: ids[1] })).body)).toEqual([ids[2]]);
  });

  the('M4 threads come in twenties, newest first, without their items and their metadata', async (house) => {
    const eve = await house.arrive();
    const threadId = await threadOf(eve, house);
    await house.prepare(
      `INSERT INTO threads (id, tenant_id, user_id, metadata) SELECT $1 || n, tenant_id, user_id, '{"secret":"m4"}' FROM threads, generate_series(1, 21) n WHERE id = $1`,
      [threadId],
    );
    const { body, text } = await eve.ask('threads.list');
    expect([body.data.length, body.has_more, body.data[0].id]).toEqual([20, true, `${threadId}21`]);
    body.data.forEach((thread: Frame) => expect(thread).toMatchObject({ metadata: {}, items: { data: [], has_more: false } }));
    expect(text).not.toContain('m4');
  });

  the('M5 items come in twenties, newest first; then the six that are left', async (house) => {
    const thread_id = await longThread(house, 26);
    const first = (await house.ada.ask('items.list', { thread_id })).body;
    expect([first.data.length, first.has_more, first.data[0].id, first.after]).toEqual([20, true, 'eot_024', 'eot_005']);
    const rest = (await house.ada.ask('items.list', { thread_id, after: first.after })).body;
    expect([rest.data.length, rest.has_more]).toEqual([6, false]);
  });

  the('M6 every item comes once, whatever the size of the page', async (house) => {
    const thread_id = await longThread(house, 23);
    for (const limit of [1, 7, 23, 100]) {
      const seen: string[] = [];
      for (let after: string | undefined, more = true; more;) {
        const page: Frame = (await house.ada.ask('items.list', { thread_id, order: 'asc', limit, after })).body;
        seen.push(...idsOf(page));
        more = page.has_more;
        after = page.after;
      }
      expect([limit, new Set(seen).size, seen.length]).toEqual([limit, 23, 23]);
    }
  });

  the('M7 ascending from a given item, the next three; a cursor after two', async (house) => {
    const thread_id = await longThread(house, 6);
    const all = idsOf((await house.ada.ask('items.list', { thread_id, order: 'asc' })).body);
    const next = (await house.ada.ask('items.list', { thread_id, order: 'asc', limit: 3, after: all[2] })).body;
    expect([idsOf(next), next.has_more]).toEqual([all.slice(3), false]);
    expect((await house.ada.ask('items.list', { thread_id, order: 'asc', limit: 2 })).body.after).toBe(all[1]);
  });

  the('M8 hidden items are no rows: pages are full, and has_more speaks of what can be seen', async (house) => {
    const thread_id = await longThread(house, 5);
    await house.prepare(
      `INSERT INTO thread_items (thread_id, id, type, data) SELECT $1, 'hcx_' || n, 'hidden_context_item', '{"content":"x"}' FROM generate_series(1, 30) n`,
      [thread_id],
    );
    const { body } = await house.ada.ask('items.list', { thread_id, limit: 1 });
    expect([idsOf(body), body.has_more]).toEqual([['eot_003'], true]);
    const all = (await house.ada.ask('items.list', { thread_id })).body;
    expect([all.data.length, all.has_more]).toEqual([5, false]);
  });

  the('M9 the id of any row that a client holds is a cursor', async (house) => {
    const thread_id = await longThread(house, 8);
    expect(idsOf((await house.ada.ask('items.list', { thread_id, after: 'eot_003' })).body).slice(0, 2)).toEqual(['eot_002', 'eot_001']);
  });

  the('M10 an unknown cursor fails', async (house) => {
    const thread_id = await threadOf(house.ada, house);
    const replies = [
      await house.ada.ask('items.list', { thread_id, after: 'msg_none' }),
      await house.ada.ask('threads.list', { after: 'thr_none' }),
    ];
    replies.forEach(({ status, body }) => expect([status, body.error.param]).toEqual([404, 'params.after']));
  });

  the('M11 items of an unknown thread fail', async ({ ada }) => {
    const reply = await ada.ask('items.list', { thread_id: 'thr_none' });
    expect([reply.status, reply.body.error.param]).toEqual([404, 'params.thread_id']);
  });
};

const opening = (the: Parameters<Area['cases']>[0]): void => {
  the('M12 a thread opens with its title and its items, the first of them the message', async (house) => {
    const thread_id = await threadOf(house.ada, house);
    await house.ada.ask('threads.update', { thread_id, title: 'Greeting' });
    const { body } = await house.ada.ask('threads.get_by_id', { thread_id });
    expect(body).toMatchObject({ id: thread_id, title: 'Greeting', status: { type: 'active' }, metadata: {} });
    expect(body.items.data.map(({ type }: Frame) => type)).toEqual(['user_message', 'assistant_message']);
  });

  the('M13 a long thread opens with its oldest twenty, and the way on', async (house) => {
    const thread_id = await longThread(house, 46);
    const { items } = (await house.ada.ask('threads.get_by_id', { thread_id })).body;
    expect([items.data.length, items.data[0].type, items.has_more, items.after]).toEqual([20, 'user_message', true, items.data[19].id]);
    const next = (await house.ada.ask('items.list', { thread_id, order: 'asc', after: items.after })).body;
    expect(next.data[0].id).toBe('eot_019');
  });

  the('M14 an unknown thread fails', async ({ ada }) =>
    expect((await ada.ask('threads.get_by_id', { thread_id: 'thr_none' })).status).toBe(404),
  );

  the('M15 a title that was given in between does not hide the thread: the order is that of creation', async (house) => {
    const eve = await house.arrive();
    const [older, newer] = [await threadOf(eve, house), await threadOf(eve, house)];
    await eve.ask('threads.update', { thread_id: older, title: 'renamed' });
    expect(idsOf((await eve.ask('threads.list')).body)).toEqual([newer, older]);
  });

  the('M16 deleting answers {} and is final', async (house) => {
    const thread_id = await threadOf(house.ada, house);
    expect((await house.ada.ask('threads.delete', { thread_id })).text).toBe('{}');
    expect((await house.ada.ask('threads.get_by_id', { thread_id })).status).toBe(404);
    expect((await house.ada.ask('threads.delete', { thread_id })).status).toBe(404);
  });

  the('M17 another person cannot open, rename or delete a thread, and it does not change', async (house) => {
    const thread_id = await threadOf(house.ada, house);
    const before = (await house.ada.ask('threads.get_by_id', { thread_id })).body;
    const tries = await Promise.all([
      house.bob.ask('threads.get_by_id', { thread_id }),
      house.bob.ask('threads.update', { thread_id, title: 'mine' }),
      house.bob.ask('threads.delete', { thread_id }),
      house.bob.ask('threads.add_user_message', { thread_id, input: house.model.scene().message() }),
      house.bob.ask('threads.retry_after_item', { thread_id, item_id: before.items.data[0].id }),
      house.bob.ask('threads.add_client_tool_output', { thread_id, result: 1 }),
    ]);
    expect(tries.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect((await house.ada.ask('threads.get_by_id', { thread_id })).body).toEqual(before);
  });

  the('M18 another person sees no items, and no thread in the list', async (house) => {
    const thread_id = await threadOf(house.ada, house);
    expect((await house.bob.ask('items.list', { thread_id })).status).toBe(404);
    expect((await house.bob.ask('threads.list', { limit: 100 })).text).not.toContain(thread_id);
    expect((await house.bob.ask('threads.list', { after: thread_id })).status).toBe(404);
  });

  the('M19 nobody without a secret gets in', async (house) => {
    const response = await house.ada.post('{"type":"threads.list","params":{}}', { headers: { authorization: 'Bearer ck_1_wrong' } });
    expect(response.status).toBe(401);
  });

  the('M20 what is stored reads as what was streamed', async (house) => {
    const { id } = await house.ada.upload('a.txt', 'text/plain', 'a');
    const widget = { type: 'Card', children: [{ type: 'Text', value: 'Hi' }] };
    const scene = house.model.scene(turn(house.tools.acts(effect('widget', { widget }))), turn(saysAtOnce('hello')));
    const answer = await house.ada.open('threads.create', { input: scene.message('hi', { quoted_text: 'q', attachments: [id] }) });
    const frames = await answer.all();
    expect(kindsOf(frames)).toEqual(expect.arrayContaining(['done user_message', 'done widget', 'done assistant_message']));
    const shown = frames.filter(({ type }) => type === 'thread.item.done').map(({ item }) => item);
    expect(await house.ada.items(answer.threadId)).toEqual(shown);
  });

  the('M21 what replaces an item is what is read, and an unknown item is not found', async (house) => {
    const item = (title: string) => ({ id: 'tsk_m21', thread_id: 'any', created_at: '2026-11-25T10:00:00.000Z', type: 'task', task: { type: 'custom', title } });
    const { threadId: thread_id } = await performed(
      house,
      emits({ type: 'thread.item.done', item: item('before') }),
      emits({ type: 'thread.item.replaced', item: item('after') }),
    );
    const tasks = (await house.ada.items(thread_id)).filter(({ type }) => type === 'task');
    expect(tasks.map(({ id, task }) => [id, task.title])).toEqual([['tsk_m21', 'after']]);
    const unknown = [
      house.ada.ask('items.feedback', { thread_id, item_ids: ['tsk_none'], kind: 'positive' }),
      house.ada.ask('items.list', { thread_id, after: 'tsk_none' }),
      house.ada.ask('threads.retry_after_item', { thread_id, item_id: 'tsk_none' }),
      house.ada.ask('threads.custom_action', { thread_id, item_id: 'tsk_none', action: { type: 'x' } }),
    ];
    expect((await Promise.all(unknown)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  the('M22 rows of one moment are all there, across the edges of pages', async (house) => {
    const thread_id = await longThread(house, 12);
    const first = (await house.ada.ask('items.list', { thread_id, order: 'asc', limit: 5 })).body;
    const second = (await house.ada.ask('items.list', { thread_id, order: 'asc', limit: 100, after: first.after })).body;
    expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(12);
  });

  the('M23 a thread takes its items with it', async (house) => {
    const thread_id = await threadOf(house.ada, house);
    await house.ada.ask('threads.delete', { thread_id });
    const rows = await house.query('SELECT count(*)::int AS left FROM thread_items WHERE thread_id = $1', [thread_id]);
    expect(rows).toEqual([{ left: 0 }]);
  });
};

export const reading: Area = {
  title: 'M. Reading, paging, deleting, isolation',
  cases: (the) => {
    paging(the);
    opening(the);
  },
};
