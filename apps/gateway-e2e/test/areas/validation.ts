import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { refusedFor } from '../harness/refusals.js';

/** A thread with one message and one answer. */
async function talk({ ada, model }: House): Promise<string> {
  const answer = await ada.open('threads.create', { input: model.scene(turn(saysAtOnce('hello'))).message() });
  await answer.all();
  return answer.threadId;
}

const input = { content: [{ type: 'input_text', text: 'hi' }], attachments: [], inference_options: {} };

export const validation: Area = {
  title: 'A. Validation of parameters',
  cases: (the) => {
    the('A9 metadata may be absent or an object and is not echoed; null fails', async ({ ada }) => {
      const reply = await ada.send({ type: 'threads.list', params: { limit: 1 }, metadata: { secret: 'never echoed' } });
      expect(reply.status).toBe(200);
      expect(reply.text).not.toContain('never echoed');
      refusedFor(await ada.send({ type: 'threads.list', params: {}, metadata: null }), 'metadata');
    });

    the('A10 a required id that is missing, null or a number fails', async ({ ada }) => {
      for (const thread_id of [undefined, null, 5]) {
        refusedFor(await ada.ask('threads.get_by_id', { thread_id }), 'params.thread_id');
      }
    });

    the('A11 a limit may be absent, null, 0, text or a whole float; a fraction fails', async ({ arrive, model, prepare }) => {
      const eve = await arrive();
      const first = await eve.open('threads.create', { input: model.scene().message() });
      await first.all();
      await prepare(
        `INSERT INTO threads (id, tenant_id, user_id) SELECT 'thr_limits_' || n, tenant_id, user_id FROM threads, generate_series(1, 24) n WHERE id = $1`,
        [first.threadId],
      );
      const rows = async (limit: unknown): Promise<number> => (await eve.ask('threads.list', { limit })).body.data.length;
      expect(await Promise.all([undefined, null, 0, '5', 2.0, true].map(rows))).toEqual([20, 20, 20, 5, 2, 1]);
      refusedFor(await eve.ask('threads.list', { limit: 2.5 }), 'params.limit');
      expect(await Promise.all([-3, 1000].map(rows))).toEqual([1, 25]);
    });

    the('A12 a message without attachments, or with null, fails', async ({ ada }) => {
      const { attachments: _without, ...rest } = input;
      refusedFor(await ada.ask('threads.create', { input: rest }), 'params.input.attachments');
      refusedFor(await ada.ask('threads.create', { input: { ...input, attachments: null } }), 'params.input.attachments');
    });

    the('A13 a message without inference options, or with null, fails; {} succeeds', async ({ ada, model }) => {
      const { inference_options: _without, ...rest } = input;
      refusedFor(await ada.ask('threads.create', { input: rest }), 'params.input.inference_options');
      refusedFor(await ada.ask('threads.create', { input: { ...input, inference_options: null } }), 'params.input.inference_options');
      expect(await ada.stream('threads.create', { input: model.scene().message('hi', { inference_options: {} }) })).not.toEqual([]);
    });

    the('A14 a message without content succeeds', async ({ ada }) => {
      const frames = await ada.stream('threads.create', { input: { ...input, content: [] } });
      expect(frames[1]).toMatchObject({ type: 'thread.item.done', item: { content: [] } });
    });

    the('A15 an order other than asc and desc fails', async ({ ada }) =>
      refusedFor(await ada.ask('threads.list', { order: 'newest' }), 'params.order'),
    );

    the('A16 an unknown kind of content fails', async ({ ada }) => {
      refusedFor(
        await ada.ask('threads.create', { input: { ...input, content: [{ type: 'input_image', url: 'x' }] } }),
        /^params\.input\.content\.0/,
      );
    });

    the('A17 text that is null or a number fails', async ({ ada }) => {
      for (const text of [null, 5]) {
        refusedFor(
          await ada.ask('threads.create', { input: { ...input, content: [{ type: 'input_text', text }] } }),
          'params.input.content.0.text',
        );
      }
    });

    the('A18 feedback of another kind fails', async (house) => {
      const thread_id = await talk(house);
      refusedFor(await house.ada.ask('items.feedback', { thread_id, item_ids: [], kind: 'neutral' }), 'params.kind');
    });

    the('A19 a structured submission with the status pending fails', async ({ ada }) => {
      refusedFor(
        await ada.ask('threads.add_structured_input', { thread_id: 't', item_id: 'i', input: { status: 'pending' } }),
        'params.input.status',
      );
    });

    the('A20 a title that is null or a number fails; the empty one is stored', async (house) => {
      const thread_id = await talk(house);
      refusedFor(await house.ada.ask('threads.update', { thread_id, title: null }), 'params.title');
      refusedFor(await house.ada.ask('threads.update', { thread_id, title: 7 }), 'params.title');
      expect((await house.ada.ask('threads.update', { thread_id, title: '' })).body.title).toBe('');
      expect((await house.ada.ask('threads.get_by_id', { thread_id })).body.title).toBe('');
    });

    the('A21 a client tool output without result fails; null is one', async (house) => {
      const thread_id = await talk(house);
      refusedFor(await house.ada.ask('threads.add_client_tool_output', { thread_id }), 'params.result');
      expect((await house.ada.ask('threads.add_client_tool_output', { thread_id, result: null })).status).toBe(409);
    });

    the('A22 no document has a null in a model field', async (house) => {
      const thread_id = await talk(house);
      const documents = [
        await house.ada.ask('threads.get_by_id', { thread_id }),
        await house.ada.ask('items.list', { thread_id }),
        await house.ada.ask('threads.list'),
      ];
      documents.forEach(({ text }) => expect(text).not.toContain('null'));
    });

    the('A23 times are ISO 8601 in UTC', async (house) => {
      const { body } = await house.ada.ask('threads.get_by_id', { thread_id: await talk(house) });
      for (const time of [body.created_at, ...body.items.data.map((item: { created_at: string }) => item.created_at)]) {
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }
    });

    the('A24 an action without a type, or with a number, fails', async ({ ada }) => {
      for (const action of [{ payload: {} }, { type: 4 }]) {
        refusedFor(await ada.ask('threads.sync_custom_action', { thread_id: 't', item_id: null, action }), 'params.action.type');
      }
    });

    the('A25 a tag without data counts as one with {}', async ({ ada, model }) => {
      const frames = await ada.stream('threads.create', {
        input: model.scene().message('hi', { content: [{ type: 'input_tag', id: 't', text: 'Ann' }] }),
      });
      expect(frames[1].item.content[0]).toEqual({ type: 'input_tag', id: 't', text: 'Ann', data: {}, interactive: false });
    });
  },
};
