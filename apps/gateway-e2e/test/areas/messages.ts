import type { Area } from '../harness/cases.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
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

    the('B5 the identity of the caller reaches the tools: what one user owns, another cannot reach', async ({ ada, bob, model }) => {
      const answer = await ada.open('threads.create', { input: model.scene().message() });
      const frames = await answer.all();
      const feedback = { thread_id: answer.threadId, item_ids: [frames.at(-1).item.id], kind: 'positive' };
      expect((await bob.ask('items.feedback', feedback)).status).toBe(404);
      expect((await ada.ask('items.feedback', feedback)).text).toBe('{}');
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
