import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { says, saysAtOnce, turn, type ModelTurn } from '../harness/model-turns.js';
import { kindsOf } from '../harness/person.js';
import { effect } from '../harness/scripted-tools.js';

const ARGUMENTS = { theme: 'dark', now: true, nothing: null, deep: { list: [1, null] } };

/** A thread whose answer waits for the client. */
async function waiting({ ada, model, tools }: House, ...then: ModelTurn[]) {
  const scene = model.scene(turn(tools.acts(effect('client_tool', { name: 'switch_theme', arguments: ARGUMENTS }))), ...then);
  const answer = await ada.open('threads.create', { input: scene.message() });
  const frames = await answer.all();
  return { scene, frames, threadId: answer.threadId, call: frames.at(-1).item };
}

export const clientTools: Area = {
  title: 'H. Client tool calls',
  cases: (the) => {
    the('H1 the turn ends on the pending call; its output resumes the agent, without a message of the user', async (house) => {
      const { scene, frames, threadId, call } = await waiting(house, turn(saysAtOnce('It is dark now.')));
      expect(kindsOf(frames)).toEqual(['thread.created', 'done user_message', 'stream_options', 'done client_tool_call']);
      expect(call).toMatchObject({ id: expect.stringMatching(/^tc_/), status: 'pending', name: 'switch_theme', arguments: ARGUMENTS });
      expect(call).not.toHaveProperty('output');
      const resumed = await house.ada.stream('threads.add_client_tool_output', { thread_id: threadId, result: { ok: true, why: null } });
      expect(kindsOf(resumed)).toEqual(['stream_options', 'done assistant_message']);
      expect(scene.requests).toHaveLength(2);
      expect(scene.lastInput.filter((item) => item['role'] === 'user')).toHaveLength(1);
    });

    the('H2 the completed call is listed with its output', async (house) => {
      const { threadId, call } = await waiting(house);
      await house.ada.stream('threads.add_client_tool_output', { thread_id: threadId, result: { x: null } });
      const items = await house.ada.items(threadId);
      expect(items.find((item) => item.id === call.id)).toEqual({ ...call, status: 'completed', output: { x: null } });
    });

    the('H3 the model reads what the client answered', async (house) => {
      const { scene, threadId } = await waiting(house);
      await house.ada.stream('threads.add_client_tool_output', { thread_id: threadId, result: { shade: 'midnight' } });
      expect(JSON.stringify(scene.lastInput)).toContain('midnight');
    });

    the('H4 text before the call stays', async ({ ada, model, tools }) => {
      const scene = model.scene(turn(says('One moment.'), tools.acts(effect('client_tool', { name: 'ask', arguments: {} }))));
      const answer = await ada.open('threads.create', { input: scene.message() });
      await answer.all();
      expect((await ada.items(answer.threadId)).map((item) => item.type)).toEqual([
        'user_message',
        'assistant_message',
        'client_tool_call',
      ]);
    });

    the('H5 output that no call waits for fails without a frame', async ({ ada, model }) => {
      const answer = await ada.open('threads.create', { input: model.scene().message() });
      await answer.all();
      const reply = await ada.ask('threads.add_client_tool_output', { thread_id: answer.threadId, result: 1 });
      expect([reply.status, reply.body.error.code]).toEqual([409, 'conflict']);
    });

    the('H6 a second output fails', async (house) => {
      const { threadId } = await waiting(house);
      await house.ada.stream('threads.add_client_tool_output', { thread_id: threadId, result: null });
      expect((await house.ada.ask('threads.add_client_tool_output', { thread_id: threadId, result: null })).status).toBe(409);
    });

    the('H7 an output of null leaves no key; the status tells', async (house) => {
      const { threadId, call } = await waiting(house);
      await house.ada.stream('threads.add_client_tool_output', { thread_id: threadId, result: null });
      const item = (await house.ada.items(threadId)).find(({ id }) => id === call.id);
      expect(item.status).toBe('completed');
      expect(item).not.toHaveProperty('output');
    });

    the('H8 an older pending call goes with the output of the newest', async ({ ada, model, tools }) => {
      const asking = () => turn(tools.acts(effect('client_tool', { name: 'ask', arguments: {} })));
      const first = await ada.open('threads.create', { input: model.scene(asking()).message() });
      const stale = (await first.all()).at(-1).item;
      const again = await ada.stream('threads.add_user_message', {
        thread_id: first.threadId,
        input: model.scene(asking()).message('again'),
      });
      await ada.stream('threads.add_client_tool_output', { thread_id: first.threadId, result: 'yes' });
      const items = await ada.items(first.threadId);
      expect(items.map(({ id }) => id)).not.toContain(stale.id);
      expect(items.find(({ id }) => id === again.at(-1).item.id)).toMatchObject({ status: 'completed', output: 'yes' });
    });

    the('H9 a hidden item behind the call does not hide it', async (house) => {
      const { threadId, call } = await waiting(house);
      await house.prepare(
        `INSERT INTO thread_items (thread_id, id, type, data) VALUES ($1, 'hcx_' || md5($1), 'hidden_context_item', '{"content":"note"}')`,
        [threadId],
      );
      const frames = await house.ada.stream('threads.add_client_tool_output', { thread_id: threadId, result: 'yes' });
      expect(frames[0].type).toBe('stream_options');
      expect((await house.ada.items(threadId)).find(({ id }) => id === call.id).status).toBe('completed');
    });

    the('H10 an unknown thread fails', async ({ ada }) => {
      const reply = await ada.ask('threads.add_client_tool_output', { thread_id: 'thr_none', result: 1 });
      expect([reply.status, reply.body.error.param]).toEqual([404, 'params.thread_id']);
    });
  },
};
