import { verifyGrant } from '@frontdesk/tools-client';
import type { Area } from '../harness/cases.js';
import { saysAtOnce, saysWith, turn } from '../harness/model-turns.js';
import { kindsOf, typesOf } from '../harness/person.js';
import { effect, progress } from '../harness/scripted-tools.js';

const OPENING = ['thread.created', 'done user_message', 'stream_options'];

/** What people say: threads.create and threads.add_user_message. */
export const creating: Area = {
  title: 'B. threads.create',
  cases: (the) => {
    the('B2 an agent that emits one item streams exactly four frames', async ({ ada, model }) => {
      const frames = await ada.stream('threads.create', { input: model.scene(turn(saysAtOnce('hello'))).message() });
      expect(kindsOf(frames)).toEqual([...OPENING, 'done assistant_message']);
    });

    the('B3 progress comes before the message it is about', async ({ ada, model, tools }) => {
      const scene = model.scene(turn(tools.acts(progress('Looking', 'search'))), turn(saysAtOnce('found')));
      const frames = await ada.stream('threads.create', { input: scene.message() });
      expect(kindsOf(frames)).toEqual([...OPENING, 'progress_update', 'done assistant_message']);
      expect(frames[3]).toEqual({ type: 'progress_update', text: 'Looking', icon: 'search' });
    });

    the('B1 message and thread are stored as they were announced', async ({ ada, model }) => {
      const [created, user] = await ada.stream('threads.create', { input: model.scene(turn(saysAtOnce('x'))).message('as sent') });
      const { body } = await ada.ask('threads.get_by_id', { thread_id: created.thread.id });
      expect({ ...body, items: created.thread.items }).toEqual(created.thread);
      expect(body.items.data[0]).toEqual(user.item);
    });

    the('B4 the tool that the message asks for reaches the agent', async ({ ada, model, tools }) => {
      const scene = model.scene(turn(tools.acts()), turn(saysAtOnce('done')));
      const [, user] = await ada.stream('threads.create', { input: scene.message('hi', { inference_options: { tool_choice: { id: 'act' } } }) });
      expect(user.item.inference_options).toEqual({ tool_choice: { id: 'act' } });
      expect(scene.requests[0]?.body['tool_choice']).toEqual({ type: 'function', name: 'act' });
      expect(scene.requests[1]?.body['tool_choice']).not.toEqual({ type: 'function', name: 'act' });
    });

    the('B5 the identity of the caller reaches the tools and the feedback', async ({ ada, bob, model, tools, stack, query }) => {
      const identities = [];
      for (const person of [ada, bob]) {
        const answer = await person.open('threads.create', { input: model.scene(turn(tools.acts()), turn(saysAtOnce('x'))).message() });
        const frames = await answer.all();
        const { tenantId, userId, threadId } = await verifyGrant(stack.secret, tools.calls.at(-1)?.grant ?? '');
        expect(await query('SELECT tenant_id, user_id FROM threads WHERE id = $1', [threadId])).toEqual([{ tenant_id: tenantId, user_id: userId }]);
        expect(threadId).toBe(answer.threadId);
        await person.ask('items.feedback', { thread_id: threadId, item_ids: [frames.at(-1).item.id], kind: 'positive' });
        expect(await query('SELECT tenant_id, user_id FROM feedback WHERE thread_id = $1', [threadId])).toEqual([{ tenant_id: tenantId, user_id: userId }]);
        identities.push(userId);
      }
      expect(new Set(identities).size).toBe(2);
    });

    the('B7 ids begin with what they are ids of', async ({ ada, model, tools, query }) => {
      const step = effect('task', { task: { type: 'custom', title: 'x' } });
      const single = effect('item', { item: { type: 'task', task: { type: 'custom', title: 'x' } } });
      const scene = model.scene(turn(tools.acts(step, single, effect('client_tool', { name: 'ask_page', arguments: {} }))));
      const frames = await ada.stream('threads.create', { input: scene.message() });
      const ids = Object.fromEntries(frames.filter(({ item }) => item !== undefined).map(({ item }) => [item.type, item.id]));
      expect({ ...ids, thread: frames[0].thread.id }).toEqual({
        thread: expect.stringMatching(/^thr_/),
        user_message: expect.stringMatching(/^msg_/),
        workflow: expect.stringMatching(/^wf_/),
        task: expect.stringMatching(/^tsk_/),
        client_tool_call: expect.stringMatching(/^tc_/),
      });
      expect((await ada.ask('attachments.create', { name: 'a.txt', size: 1, mime_type: 'text/plain' })).body.id).toMatch(/^atc_/);
      const gate: { now?: () => void } = {};
      const held = new Promise<void>((resolve) => (gate.now = resolve));
      const stopped = await ada.open('threads.create', { input: model.scene(turn(saysWith({ pause: () => held }, 'Well'))).message() });
      await stopped.until(({ update }) => update?.delta === 'Well');
      await ada.ask('runs.cancel', { thread_id: stopped.threadId });
      gate.now?.();
      await stopped.all();
      const [marker] = await query(`SELECT id FROM thread_items WHERE thread_id = $1 AND type = 'sdk_hidden_context'`, [stopped.threadId]);
      expect(marker?.['id']).toMatch(/^shcx_/);
    });

    the('B9 the newest thread is the first in the list', async ({ arrive, model }) => {
      const person = await arrive();
      const ids = [];
      for (const text of ['one', 'two']) {
        ids.unshift((await person.stream('threads.create', { input: model.scene(turn(saysAtOnce('x'))).message(text) }))[0].thread.id);
      }
      expect((await person.ask('threads.list')).body.data.map(({ id }: { id: string }) => id)).toEqual(ids);
    });

    the('B10 an agent that says nothing streams nothing behind the options', async ({ visitorOf, model, tools }) => {
      const person = await visitorOf('silent');
      const answer = await person.open('threads.create', { input: model.scene(turn(tools.acts())).message() });
      expect(kindsOf(await answer.all())).toEqual(OPENING);
      expect(await person.items(answer.threadId)).toHaveLength(1);
    });

    the('B12 files are in the message as whole objects with their thread, and without private metadata', async ({ ada, model }) => {
      const file = await ada.upload('note.txt', 'text/plain', 'remember the milk');
      const [created, user] = await ada.stream('threads.create', { input: model.scene(turn(saysAtOnce('x'))).message('hi', { attachments: [file.id] }) });
      expect(user.item.attachments).toEqual([{ id: file.id, type: 'file', name: 'note.txt', mime_type: 'text/plain', thread_id: created.thread.id }]);
      expect((await ada.items(created.thread.id))[0].attachments).toEqual(user.item.attachments);
    });

    the('B6 the thread has its id first, then the message one of its kind', async ({ ada, model }) => {
      const [created, user] = await ada.stream('threads.create', { input: model.scene().message() });
      expect(created.thread.id).toMatch(/^thr_[0-9a-z]{16,}$/);
      expect(user.item).toMatchObject({ id: expect.stringMatching(/^msg_[0-9a-z]{16,}$/), thread_id: created.thread.id });
    });

    the('B8 allowed image domains that are not set have no key', async ({ ada, model }) => {
      const [created] = await ada.stream('threads.create', { input: model.scene().message() });
      expect(created.thread).not.toHaveProperty('allowed_image_domains');
      expect(created.thread).toMatchObject({ status: { type: 'active' }, metadata: {}, items: { data: [], has_more: false } });
    });

    the('B11 an unknown attachment is refused before anything is written', async ({ ada, model }) => {
      const before = (await ada.ask('threads.list', { limit: 1 })).body.data[0]?.id;
      const reply = await ada.ask('threads.create', { input: model.scene().message('hi', { attachments: ['atc_none'] }) });
      expect([reply.status, reply.body.error.param]).toEqual([404, expect.stringMatching(/^params\.input\.attachments/)]);
      expect((await ada.ask('threads.list', { limit: 1 })).body.data[0]?.id).toBe(before);
    });

    the('B13 a message that quotes nothing has no key for it; a quote is kept', async ({ ada, model }) => {
      const [, plain] = await ada.stream('threads.create', { input: model.scene().message('hi', { quoted_text: null }) });
      expect(plain.item).not.toHaveProperty('quoted_text');
      const [, quoting] = await ada.stream('threads.create', { input: model.scene().message('hi', { quoted_text: 'as said' }) });
      expect(quoting.item.quoted_text).toBe('as said');
    });
  },
};

export const continuing: Area = {
  title: 'C. threads.add_user_message',
  cases: (the) => {
    the('C1 begins with the message and the options, and says nothing of the thread', async ({ ada, model }) => {
      const first = await ada.open('threads.create', { input: model.scene().message() });
      await first.all();
      const scene = model.scene(turn(saysAtOnce('more')));
      const frames = await ada.stream('threads.add_user_message', { thread_id: first.threadId, input: scene.message('again') });
      expect(typesOf(frames)).toEqual(['thread.item.done', 'stream_options', 'thread.item.done']);
      expect(frames[0].item).toMatchObject({ type: 'user_message', thread_id: first.threadId });
      expect(frames[1]).toEqual({ type: 'stream_options', stream_options: { allow_cancel: true } });
    });

    the('C2 the model is given the conversation so far', async ({ ada, model }) => {
      const first = await ada.open('threads.create', {
        input: model.scene(turn(saysAtOnce('the first answer'))).message('the first question'),
      });
      await first.all();
      const scene = model.scene();
      await ada.stream('threads.add_user_message', { thread_id: first.threadId, input: scene.message('the second question') });
      const roles = scene.lastInput.map((item) => item['role']);
      expect(roles).toEqual(['user', 'assistant', 'user']);
      expect(JSON.stringify(scene.lastInput)).toMatch(/first question.*first answer.*second question/);
    });

    the('C3 an unknown thread fails without a frame', async ({ ada, model }) => {
      const reply = await ada.ask('threads.add_user_message', { thread_id: 'thr_none', input: model.scene().message() });
      expect([reply.status, reply.body.error.param]).toEqual([404, 'params.thread_id']);
    });

    the('C4 a locked or closed thread takes no message, and says why', async ({ ada, model, prepare }) => {
      const first = await ada.open('threads.create', { input: model.scene().message() });
      await first.all();
      for (const status of [{ type: 'locked', reason: 'Under review.' }, { type: 'closed' }]) {
        await prepare('UPDATE threads SET status = $2 WHERE id = $1', [first.threadId, status]);
        const reply = await ada.ask('threads.add_user_message', { thread_id: first.threadId, input: model.scene().message() });
        expect([reply.status, reply.body.error.message]).toEqual([409, status.reason ?? 'This conversation is closed.']);
      }
    });

    the('C5 a message is taken while a client tool call waits, which stays as it is', async ({ ada, model, tools }) => {
      const scene = model.scene(turn(tools.acts(effect('client_tool', { name: 'ask_page', arguments: {} }))));
      const first = await ada.open('threads.create', { input: scene.message() });
      const call = (await first.all()).at(-1).item;
      await ada.stream('threads.add_user_message', { thread_id: first.threadId, input: model.scene().message('never mind') });
      const items = await ada.items(first.threadId);
      expect(items.find((item) => item.id === call.id)).toEqual(call);
      expect(call.status).toBe('pending');
    });
  },
};
