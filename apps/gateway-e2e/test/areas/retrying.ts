import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { kindsOf, type Frame } from '../harness/person.js';

const textOf = (item: Frame): string => item.content[0].text;

/** A thread of so many questions and answers. */
async function conversation({ ada, model }: House, rounds: number) {
  const first = await ada.open('threads.create', { input: model.scene(turn(saysAtOnce('answer 1'))).message('question 1') });
  await first.all();
  for (let round = 2; round <= rounds; round += 1) {
    const scene = model.scene(turn(saysAtOnce(`answer ${round}`)));
    await ada.stream('threads.add_user_message', { thread_id: first.threadId, input: scene.message(`question ${round}`) });
  }
  return { thread_id: first.threadId, items: await ada.items(first.threadId) };
}

export const retrying: Area = {
  title: 'J. Retry',
  cases: (the) => {
    the('J1 the same message is answered again: two frames, and the new text in place of the old', async ({ ada, model }) => {
      const scene = model.scene(turn(saysAtOnce('first try')), turn(saysAtOnce('second try')));
      const first = await ada.open('threads.create', { input: scene.message('the question') });
      const user = (await first.all())[1].item;
      const frames = await ada.stream('threads.retry_after_item', { thread_id: first.threadId, item_id: user.id });
      expect(kindsOf(frames)).toEqual(['stream_options', 'done assistant_message']);
      expect(JSON.stringify(scene.lastInput)).toContain('the question');
      expect(JSON.stringify(scene.lastInput)).not.toContain('first try');
      expect((await ada.items(first.threadId)).map(textOf)).toEqual([textOf(user), 'second try']);
    });

    the('J2 what is no message of the user fails, and nothing goes', async (house) => {
      const { thread_id, items } = await conversation(house, 1);
      const reply = await house.ada.ask('threads.retry_after_item', { thread_id, item_id: items[1].id });
      expect([reply.status, reply.body.error.param]).toEqual([400, 'params.item_id']);
      expect(await house.ada.items(thread_id)).toEqual(items);
    });

    the('J3 what came before the message is left alone, and the new answer has a new id', async (house) => {
      const { thread_id, items } = await conversation(house, 2);
      await house.ada.stream('threads.retry_after_item', { thread_id, item_id: items[2].id });
      const after = await house.ada.items(thread_id);
      expect(after.slice(0, 3)).toEqual(items.slice(0, 3));
      expect(after).toHaveLength(4);
      expect(after[3].id).not.toBe(items[3].id);
    });

    the('J4 an unknown item fails, and nothing goes', async (house) => {
      const { thread_id, items } = await conversation(house, 1);
      const reply = await house.ada.ask('threads.retry_after_item', { thread_id, item_id: 'msg_none' });
      expect([reply.status, reply.body.error.param]).toEqual([404, 'params.item_id']);
      expect(await house.ada.items(thread_id)).toEqual(items);
    });

    the('J5 later messages of the user and hidden items go, too', async (house) => {
      const { thread_id, items } = await conversation(house, 3);
      await house.prepare(
        `INSERT INTO thread_items (thread_id, id, type, data) VALUES ($1, 'hcx_j5', 'hidden_context_item', '{"content":"x"}')`,
        [thread_id],
      );
      await house.ada.stream('threads.retry_after_item', { thread_id, item_id: items[0].id });
      const rows = await house.query('SELECT id FROM thread_items WHERE thread_id = $1 ORDER BY seq', [thread_id]);
      expect(rows).toHaveLength(2);
      expect(rows[0]).toEqual({ id: items[0].id });
    });

    the('J6 more than a page of newer items goes', async (house) => {
      const { thread_id, items } = await conversation(house, 1);
      await house.prepare(
        `INSERT INTO thread_items (thread_id, id, type, data) SELECT $1, 'eot_' || n, 'end_of_turn', '{}' FROM generate_series(1, 45) n`,
        [thread_id],
      );
      expect(await house.ada.items(thread_id)).toHaveLength(47);
      await house.ada.stream('threads.retry_after_item', { thread_id, item_id: items[0].id });
      expect(await house.ada.items(thread_id)).toHaveLength(2);
    });

    the('J7 nothing is said of what went, and the message is not sent again', async (house) => {
      const { thread_id, items } = await conversation(house, 2);
      const frames = await house.ada.stream('threads.retry_after_item', { thread_id, item_id: items[0].id });
      const kinds = kindsOf(frames);
      expect(kinds).not.toContain('thread.item.removed');
      expect(kinds).not.toContain('done user_message');
    });
  },
};
