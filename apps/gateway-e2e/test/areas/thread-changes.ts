import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn, type Part } from '../harness/model-turns.js';
import { kindsOf, type Frame } from '../harness/person.js';
import { effect, emits } from '../harness/scripted-tools.js';
import { performed } from './pipeline.js';

async function talk({ ada, model }: House): Promise<string> {
  const answer = await ada.open('threads.create', { input: model.scene(turn(saysAtOnce('hello'))).message() });
  await answer.all();
  return answer.threadId;
}

const updated = (frames: readonly Frame[]): Frame[] => frames.filter(({ type }) => type === 'thread.updated').map(({ thread }) => thread);
const opened = async ({ ada }: House, thread_id: string): Promise<Frame> => (await ada.ask('threads.get_by_id', { thread_id })).body;

export const threadChanges: Area = {
  title: 'E. Thread changes',
  cases: (the) => {
    the('E1 a title that is set is announced and stored', async (house) => {
      const { frames, threadId } = await performed(house, effect('thread', { title: 'Weather in Paris' }));
      expect(updated(frames)).toMatchObject([{ id: threadId, title: 'Weather in Paris' }]);
      expect((await opened(house, threadId)).title).toBe('Weather in Paris');
    });

    the('E2 private metadata is stored and shown to nobody', async (house) => {
      const { frames, threadId } = await performed(house, effect('thread', { metadata: { secret: 'e2' } }));
      expect(JSON.stringify(frames)).not.toContain('e2"');
      updated(frames).forEach((thread) => expect(thread.metadata).toEqual({}));
      expect(await house.query('SELECT metadata FROM threads WHERE id = $1', [threadId])).toEqual([{ metadata: { secret: 'e2' } }]);
      expect((await opened(house, threadId)).metadata).toEqual({});
    });

    the('E3 a lock is announced with its reason, stored, and holds', async (house) => {
      const status = { type: 'locked', reason: 'Under review.' };
      const { frames, threadId } = await performed(house, effect('thread', { status }));
      expect(updated(frames)).toMatchObject([{ status }]);
      expect((await opened(house, threadId)).status).toEqual(status);
      expect((await house.ada.ask('threads.add_user_message', { thread_id: threadId, input: house.model.scene().message() })).status).toBe(
        409,
      );
    });

    the('E4 several changes are all stored', async (house) => {
      const { threadId } = await performed(
        house,
        effect('thread', { title: 'One' }),
        effect('thread', { title: 'Two', allowed_image_domains: ['img.example'] }),
      );
      expect(await opened(house, threadId)).toMatchObject({ title: 'Two', allowed_image_domains: ['img.example'] });
    });

    the('E5 private metadata is merged, kept, and shown nowhere', async (house) => {
      const { threadId } = await performed(house, effect('thread', { metadata: { a: 1, b: 1 } }), effect('thread', { metadata: { b: 2 } }));
      expect(await house.query('SELECT metadata FROM threads WHERE id = $1', [threadId])).toEqual([{ metadata: { a: 1, b: 2 } }]);
      expect((await opened(house, threadId)).metadata).toEqual({});
    });

    the('E6 a closed thread may be opened again by what closed it', async (house) => {
      const { frames, threadId } = await performed(house, effect('thread', { status: { type: 'closed' } }), effect('thread', { status: { type: 'active' } }));
      expect(updated(frames).map(({ status }) => status)).toEqual([{ type: 'closed' }, { type: 'active' }]);
      expect((await opened(house, threadId)).status).toEqual({ type: 'active' });
    });

    the('E7 a change before a failure is announced and stored', async ({ ada, model, tools }) => {
      const scene = model.scene(turn(tools.acts(effect('thread', { title: 'Before' }))), { status: 400 });
      const answer = await ada.open('threads.create', { input: scene.message() });
      const frames = await answer.all();
      expect(kindsOf(frames).slice(3).sort()).toEqual(['error', 'thread.updated']);
      expect((await ada.ask('threads.get_by_id', { thread_id: answer.threadId })).body.title).toBe('Before');
    });

    the('E8 a reason is there when one was given, and no key when none was', async (house) => {
      const closed = await performed(house, effect('thread', { status: { type: 'closed', reason: 'Solved.' } }));
      expect((await opened(house, closed.threadId)).status).toEqual({ type: 'closed', reason: 'Solved.' });
      const locked = await performed(house, effect('thread', { status: { type: 'locked' } }));
      expect((await opened(house, locked.threadId)).status).toEqual({ type: 'locked' });
    });

    the('E9 a thread that is announced has no items in it', async (house) => {
      const { frames } = await performed(house, effect('thread', { title: 'x' }));
      expect(updated(frames)[0].items).toEqual({ data: [], has_more: false });
    });

    the('E10 renaming answers with the new title, no items and no metadata, and no stream tells of it', async (house) => {
      const thread_id = await talk(house);
      const { body } = await house.ada.ask('threads.update', { thread_id, title: 'Renamed' });
      expect(body).toMatchObject({ id: thread_id, title: 'Renamed', metadata: {}, items: { data: [], has_more: false } });
      const next = await house.ada.stream('threads.add_user_message', {
        thread_id,
        input: house.model.scene(turn(saysAtOnce('x'))).message(),
      });
      expect(kindsOf(next)).not.toContain('thread.updated');
    });

    the('E11 renaming an unknown thread fails', async ({ ada }) => {
      const reply = await ada.ask('threads.update', { thread_id: 'thr_none', title: 'x' });
      expect([reply.status, reply.body.error.param]).toEqual([404, 'params.thread_id']);
    });

    the('E12 an empty list of image domains is sent as one', async (house) => {
      const { frames, threadId } = await performed(house, effect('thread', { allowed_image_domains: [] }));
      expect(updated(frames)[0].allowed_image_domains).toEqual([]);
      expect((await opened(house, threadId)).allowed_image_domains).toEqual([]);
    });
  },
};

/** A run whose model refuses after what came before. */
async function failing({ ada, model }: House, ...before: Part[]) {
  const scene = model.scene(...(before.length === 0 ? [] : [turn(...before)]), { status: 400 });
  const answer = await ada.open('threads.create', { input: scene.message() });
  return { frames: await answer.all(), threadId: answer.threadId };
}

/** From here on the database refuses items with this text in them, as it does those that break a constraint. */
async function storeRefuses({ prepare }: House, text: string): Promise<void> {
  const name = text.replaceAll(' ', '_');
  await prepare(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${text}'; END $$`);
  await prepare(`CREATE TRIGGER ${name} BEFORE INSERT ON thread_items FOR EACH ROW WHEN (NEW.data::text LIKE '%${text}%') EXECUTE FUNCTION ${name}()`);
}

export const failures: Area = {
  title: 'F. Errors in the responder phase',
  cases: (the) => {
    the('F1 a failure is one error, and then the stream ends', async (house) => {
      const { frames } = await failing(house);
      expect(kindsOf(frames)).toEqual(['thread.created', 'done user_message', 'stream_options', 'error']);
      expect(Object.keys(frames[3])).toEqual(expect.arrayContaining(['type', 'code', 'allow_retry']));
    });

    the('F2 an error of an agent’s own has its words, and no retry unless it says so', async (house) => {
      const { frames } = await performed(house, emits({ type: 'error', message: 'No seats left.' }));
      expect(frames).toEqual([{ type: 'error', code: 'custom', message: 'No seats left.', allow_retry: false }]);
    });

    the('F3 an error may allow a retry', async (house) => {
      const { frames } = await performed(house, emits({ type: 'error', message: 'Later.', allow_retry: true }));
      expect(frames[0].allow_retry).toBe(true);
    });

    the('F4 an error by code keeps its code', async (house) => {
      const { frames } = await performed(house, emits({ type: 'error', code: 'stream.error', allow_retry: true }));
      expect(frames).toEqual([{ type: 'error', code: 'stream.error', allow_retry: true }]);
    });

    the('F6 nothing of an item that was begun stays after a failure', async (house) => {
      const begun = {
        id: 'tsk_f6',
        thread_id: 'any',
        created_at: '2026-11-25T10:00:00.000Z',
        type: 'task',
        task: { type: 'custom', title: 'x' },
      };
      const { frames, threadId } = await failing(house, house.tools.acts(emits({ type: 'thread.item.added', item: begun })));
      expect(kindsOf(frames).slice(3)).toEqual(['added task', 'thread.item.removed', 'error']);
      expect(await house.ada.items(threadId)).toHaveLength(1);
    });

    the('F7 what was finished before a failure stays', async (house) => {
      const { frames, threadId } = await failing(
        house,
        house.tools.acts(effect('item', { item: { type: 'task', task: { type: 'custom', title: 'kept' } } })),
      );
      expect(frames.at(-1).type).toBe('error');
      expect((await house.ada.items(threadId)).map(({ type }) => type)).toEqual(['user_message', 'task']);
    });

    the('F8 an item that the store refuses ends the answer in an error, and is neither shown nor kept', async (house) => {
      await storeRefuses(house, 'f8 refused');
      const scene = house.model.scene(
        turn(house.tools.acts(effect('item', { item: { type: 'task', task: { type: 'custom', title: 'f8 refused' } } }))),
        turn(saysAtOnce('not said')),
      );
      const answer = await house.ada.open('threads.create', { input: scene.message() });
      const frames = await answer.all();
      expect(kindsOf(frames).slice(3)).toEqual(['error']);
      expect(frames.at(-1).allow_retry).toBe(true);
      expect(await house.ada.items(answer.threadId)).toHaveLength(1);
    });

    the('F9 a message that the store refuses is an error before the stream, and leaves no thread', async (house) => {
      await storeRefuses(house, 'f9 refused');
      const person = await house.arrive();
      const reply = await person.ask('threads.create', { input: house.model.scene().message('f9 refused') });
      expect([reply.status, reply.body.error.code]).toEqual([500, 'internal']);
      expect((await person.ask('threads.list')).body.data).toEqual([]);
    });

    the('F10 an error with nothing said is custom, without retry and without a message', async (house) => {
      expect((await performed(house, emits({ type: 'error' }))).frames).toEqual([{ type: 'error', code: 'custom', allow_retry: false }]);
    });

    the('F11 after a failure the same message can be answered again', async ({ ada, model }) => {
      const scene = model.scene({ status: 400 }, turn(saysAtOnce('now')));
      const answer = await ada.open('threads.create', { input: scene.message() });
      const [, user] = await answer.all();
      const frames = await ada.stream('threads.retry_after_item', { thread_id: answer.threadId, item_id: user.item.id });
      expect(kindsOf(frames)).toEqual(['stream_options', 'done assistant_message']);
    });
  },
};
