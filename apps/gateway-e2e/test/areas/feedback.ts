import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';

async function answered({ ada, model }: House) {
  const answer = await ada.open('threads.create', { input: model.scene(turn(saysAtOnce('hello'))).message() });
  return { thread_id: answer.threadId, itemId: String((await answer.all()).at(-1).item.id) };
}

const verdicts = ({ query }: House, itemId: string): Promise<unknown[]> =>
  query('SELECT thread_id, kind FROM feedback WHERE item_id = $1', [itemId]);

export const feedback: Area = {
  title: 'L. Feedback',
  cases: (the) => {
    the('L1 a verdict on an answer is kept with its thread and its kind', async (house) => {
      const { thread_id, itemId } = await answered(house);
      const reply = await house.ada.ask('items.feedback', { thread_id, item_ids: [itemId], kind: 'positive' });
      expect([reply.status, reply.text]).toEqual([200, '{}']);
      expect(await verdicts(house, itemId)).toEqual([{ thread_id, kind: 'positive' }]);
    });

    the('L2 a later verdict takes the place of an earlier one', async (house) => {
      const { thread_id, itemId } = await answered(house);
      for (const kind of ['positive', 'negative']) {
        await house.ada.ask('items.feedback', { thread_id, item_ids: [itemId], kind });
      }
      expect(await verdicts(house, itemId)).toEqual([{ thread_id, kind: 'negative' }]);
    });

    the('L3 no items is no mistake', async (house) => {
      const { thread_id } = await answered(house);
      expect((await house.ada.ask('items.feedback', { thread_id, item_ids: [], kind: 'negative' })).text).toBe('{}');
    });

    the('L4 unknown threads and items are refused, and nothing is kept', async (house) => {
      const { thread_id, itemId } = await answered(house);
      const replies = await Promise.all([
        house.ada.ask('items.feedback', { thread_id: 'thr_none', item_ids: [itemId], kind: 'positive' }),
        house.ada.ask('items.feedback', { thread_id, item_ids: [itemId, 'msg_none'], kind: 'positive' }),
      ]);
      expect(replies.map(({ status, body }) => [status, body.error.param])).toEqual([
        [404, 'params.thread_id'],
        [404, 'params.item_ids'],
      ]);
      expect(await verdicts(house, itemId)).toEqual([]);
    });
  },
};
