import type { StructuredInputItem, WidgetItem } from '@frontdesk/chatkit-protocol';
import { says, type ChatClient } from './chat-client.js';
import { SECRET, startTestGateway, type TestGateway } from './gateway.fixture.js';
import { ScriptedTools } from './scripted-tools.js';
import { ScriptedWorker, type Turn } from './scripted-worker.js';
import { typesOf } from './sse-reader.js';

let gateway: TestGateway;
let worker: ScriptedWorker;
let tools: ScriptedTools;
let client: ChatClient;
let eve: ChatClient;

beforeAll(async () => {
  tools = await new ScriptedTools(SECRET).start();
  gateway = await startTestGateway({ env: { TOOLS_URL: tools.url } });
  worker = await new ScriptedWorker(gateway.databaseUrl, gateway.redisUrl).start();
  client = await gateway.clientOf({ userId: 'ada' });
  eve = await gateway.clientOf({ userId: 'eve' });
});
afterAll(async () => {
  await worker.close();
  await gateway.close();
  tools.close();
});

const answers = async (turn: Turn) => {
  await turn.done(turn.message('Thanks.'));
  return { status: 'completed' as const };
};

/** The item as a reload shows it. */
async function stored(threadId: string, itemId: string) {
  const { body } = await client.ask('items.list', { thread_id: threadId, limit: 100 });
  return body.data.find((item: { id: string }) => item.id === itemId);
}

describe('threads.add_structured_input', () => {
  /** A thread whose run waits for answers. */
  async function asked() {
    let form: StructuredInputItem | undefined;
    worker.script = async (turn) => {
      form = turn.structuredInput();
      await turn.done(form);
      return { status: 'waiting', checkpoint: {} };
    };
    const stream = await client.stream('threads.create', { input: says('help me choose') }, { resumable: true });
    const frames = await stream.rest();
    worker.script = answers;
    return { threadId: stream.threadId, runId: stream.runId, itemId: form?.id ?? '', frames };
  }

  it('shows the questions as the protocol writes them', async () => {
    const { frames } = await asked();
    expect(frames.at(-1)?.raw).toContain(
      '"type":"structured_input","status":"pending","inputs":[{"id":"plan","question":"Which plan?","type":"multiple_choice","options":[{"value":"Free"},{"value":"Team"}],"multiple":false},{"id":"why","question":"Why?","type":"freeform"}]',
    );
  });

  it('sends the options, then the answered item, stored before, then the answer of the run that asked', async () => {
    const { threadId, runId, itemId } = await asked();
    const input = { answers: { plan: { values: ['Team', 'Free'] }, why: { values: ['x', 'y'] }, other: { values: ['?'] } } };
    const stream = await client.stream('threads.add_structured_input', { thread_id: threadId, item_id: itemId, input }, { resumable: true });
    expect(stream.runId).toBe(runId);
    const [options, replaced] = await stream.take(2);
    expect(typesOf([options, replaced].flatMap((frame) => frame ?? []))).toEqual(['stream_options', 'thread.item.replaced']);
    expect(replaced?.event.item).toMatchObject({
      id: itemId,
      status: 'answered',
      inputs: [
        { id: 'plan', answer: { values: ['Team'], skipped: false } },
        { id: 'why', answer: { values: ['x', 'y'], skipped: false } },
      ],
    });
    expect(await stored(threadId, itemId)).toEqual(replaced?.event.item);
    expect(typesOf(await stream.rest())).toContain('thread.item.done');
    expect(worker.turns.at(-1)?.run.request).toEqual({ type: 'structured_input', item_id: itemId });
  });

  it('may be skipped, and is taken once', async () => {
    const { threadId, itemId } = await asked();
    const params = { thread_id: threadId, item_id: itemId, input: { status: 'skipped', answers: { plan: { values: ['Team'] } } } };
    const frames = await (await client.stream('threads.add_structured_input', params)).rest();
    expect(frames[1]?.event.item).toMatchObject({ status: 'skipped', inputs: [{ answer: { values: [], skipped: true } }, { answer: { skipped: true } }] });
    const again = await client.ask('threads.add_structured_input', params);
    expect([again.status, again.body.error.param]).toEqual([409, 'params.item_id']);
  });

  it('is refused for what asks nothing, is unknown, or is somebody else’s, and changes nothing', async () => {
    const { threadId, itemId } = await asked();
    const { body } = await client.ask('items.list', { thread_id: threadId, order: 'asc' });
    const wrong = await client.ask('threads.add_structured_input', { thread_id: threadId, item_id: body.data[0].id, input: {} });
    expect([wrong.status, wrong.body.error.param]).toEqual([400, 'params.item_id']);
    expect((await client.ask('threads.add_structured_input', { thread_id: threadId, item_id: 'msg_none', input: {} })).status).toBe(404);
    expect((await eve.ask('threads.add_structured_input', { thread_id: threadId, item_id: itemId, input: {} })).status).toBe(404);
    const long = await client.ask('threads.add_structured_input', { thread_id: threadId, item_id: itemId, input: { answers: { why: { values: ['x'.repeat(40_000)] } } } });
    expect([long.status, long.body.error.param]).toEqual([400, 'params.input.answers']);
    expect(await stored(threadId, itemId)).toMatchObject({ status: 'pending' });
  });
});

describe('actions', () => {
  /** A thread with a widget and an answer to click past. */
  async function shown() {
    let widget: WidgetItem | undefined;
    worker.script = async (turn) => {
      widget = turn.widget('Open');
      await turn.done(widget);
      return { status: 'completed' };
    };
    const stream = await client.stream('threads.create', { input: says('my order') });
    const frames = await stream.rest();
    return { threadId: stream.threadId, itemId: widget?.id ?? '', userItemId: String(frames[1]?.event.item.id) };
  }
  const action = { type: 'order.cancel', payload: { id: 7, note: null } };

  describe('threads.custom_action', () => {
    it('is a run of its own that knows the action and its widget', async () => {
      const { threadId, itemId } = await shown();
      worker.script = async (turn) => {
        await turn.emit({ type: 'thread.item.updated', item_id: itemId, update: { type: 'widget.root.updated', widget: { type: 'Card', children: [] } } });
        return { status: 'completed' };
      };
      const frames = await (await client.stream('threads.custom_action', { thread_id: threadId, item_id: itemId, action: { ...action, handler: 'server' } })).rest();
      expect(typesOf(frames)).toEqual(['stream_options', 'widget.root.updated']);
      expect(worker.turns.at(-1)?.run.request).toEqual({ type: 'custom_action', item_id: itemId, action });
    });

    it.each([[undefined], [null], ['']])('has no sender when the item is %p', async (itemId) => {
      const { threadId } = await shown();
      await (await client.stream('threads.custom_action', { thread_id: threadId, item_id: itemId, action: { type: 'page.go' } })).rest();
      expect(worker.turns.at(-1)?.run.request).toEqual({ type: 'custom_action', item_id: null, action: { type: 'page.go', payload: null } });
    });
  });

  describe('threads.sync_custom_action', () => {
    it('answers with the widget as it is from now on, even while an answer streams', async () => {
      const { threadId, itemId } = await shown();
      const before = await stored(threadId, itemId);
      tools.answer = () => [
        { type: 'widget', item_id: itemId, widget: { type: 'Card', children: [{ type: 'Text', value: 'Cancelled' }] }, copy_text: 'Cancelled' },
        { type: 'hidden_context', content: 'cancelled order 7' },
        { type: 'thread', title: 'Order 7' },
        { type: 'notice', level: 'info', message: 'nobody sees this' },
      ];
      let letAnswer = (): void => undefined;
      const mayAnswer = new Promise<void>((resolve) => (letAnswer = resolve));
      worker.script = async (turn) => {
        await mayAnswer;
        await turn.done(turn.message('Done.'));
        return { status: 'completed' };
      };
      const busy = await client.stream('threads.add_user_message', { thread_id: threadId, input: says('more') });
      const reply = await client.ask('threads.sync_custom_action', { thread_id: threadId, item_id: itemId, action });
      expect([reply.status, reply.body]).toEqual([
        200,
        { updated_item: { ...before, copy_text: 'Cancelled', widget: { type: 'Card', children: [{ type: 'Text', value: 'Cancelled' }] } } },
      ]);
      expect(await stored(threadId, itemId)).toEqual(reply.body.updated_item);
      expect(tools.calls.at(-1)).toMatchObject({
        tool: 'action:order.cancel',
        args: { item_id: itemId, payload: action.payload },
        grant: { tenantId: 'default', userId: 'ada', threadId },
      });
      const { body } = await client.ask('threads.get_by_id', { thread_id: threadId });
      expect(body.title).toBe('Order 7');
      expect(await gateway.db.threadItem.count({ where: { threadId, type: 'hidden_context_item' } })).toBe(1);
      letAnswer();
      expect(typesOf(await busy.rest())).toContain('thread.item.done');
    });

    describe('under an Idempotency-Key', () => {
      const renames = (title: string) => () => [
        { type: 'thread', title } as const,
        { type: 'hidden_context', content: title } as const,
      ];
      const hiddenIn = (threadId: string) => gateway.db.threadItem.count({ where: { threadId, type: 'hidden_context_item' } });
      let keys = 0;
      const keyed = () => ({ headers: { 'idempotency-key': `sync-${(keys += 1)}` } });

      it('happens once: a repeat gets the widget as it is now, and undoes nothing that came later', async () => {
        const { threadId, itemId } = await shown();
        const params = { thread_id: threadId, item_id: itemId, action };
        tools.answer = renames('Picked');
        const [once, before] = [keyed(), tools.calls.length];
        expect((await client.ask('threads.sync_custom_action', params, once)).text).toBe('{}');
        await client.ask('threads.update', { thread_id: threadId, title: 'Mine' });
        const repeat = await client.ask('threads.sync_custom_action', params, once);
        expect([repeat.status, repeat.body]).toEqual([200, { updated_item: await stored(threadId, itemId) }]);
        expect([tools.calls.length - before, await hiddenIn(threadId)]).toEqual([1, 1]);
        expect((await client.ask('threads.get_by_id', { thread_id: threadId })).body.title).toBe('Mine');
        await client.ask('threads.sync_custom_action', params, keyed());
        expect(tools.calls.length - before).toBe(2);
      });

      it('and sent twice at the same moment is one call for the ledger, and kept once', async () => {
        const { threadId, itemId } = await shown();
        tools.answer = renames('Both');
        const [once, before] = [keyed(), tools.calls.length];
        const replies = await Promise.all([1, 2].map(() => client.ask('threads.sync_custom_action', { thread_id: threadId, item_id: itemId, action }, once)));
        expect(replies.map(({ status }) => status)).toEqual([200, 200]);
        expect(new Set(tools.calls.slice(before).map(({ grant }) => grant.runId)).size).toBe(1);
        expect(await hiddenIn(threadId)).toBe(1);
      });

      it('is refused for another thread, and a key of a stream is none of an action', async () => {
        const [first, other] = [await shown(), await shown()];
        tools.answer = () => [];
        const once = keyed();
        const ask = ({ threadId, itemId }: typeof first) => client.ask('threads.sync_custom_action', { thread_id: threadId, item_id: itemId, action }, once);
        expect((await ask(first)).status).toBe(200);
        const refused = await ask(other);
        expect([refused.status, refused.body.error.param]).toEqual([400, 'idempotency-key']);
        const streamed = await client.ask('threads.custom_action', { thread_id: first.threadId, item_id: first.itemId, action }, once);
        expect([streamed.status, streamed.body.error.param]).toEqual([400, 'idempotency-key']);
      });

      it('of another user is another', async () => {
        const once = keyed();
        const { threadId, itemId } = await shown();
        tools.answer = () => [];
        expect((await client.ask('threads.sync_custom_action', { thread_id: threadId, item_id: itemId, action }, once)).status).toBe(200);
        expect((await eve.ask('threads.sync_custom_action', { thread_id: threadId, item_id: itemId, action }, once)).status).toBe(404);
      });
    });

    it('keeps every change of the thread that its effects name', async () => {
      const { threadId, itemId } = await shown();
      tools.answer = () => [
        { type: 'thread', title: 'Kept', allow_cancel: false },
        { type: 'thread', metadata: { step: 2 } },
      ];
      await client.ask('threads.sync_custom_action', { thread_id: threadId, item_id: itemId, action });
      expect(await gateway.db.thread.findUnique({ where: { id: threadId } })).toMatchObject({ title: 'Kept', metadata: { step: 2 }, allowCancel: false });
    });

    it('answers {} when nothing became of it', async () => {
      const { threadId } = await shown();
      tools.answer = () => [];
      const reply = await client.ask('threads.sync_custom_action', { thread_id: threadId, action: { type: 'page.go' } });
      expect([reply.status, reply.text]).toEqual([200, '{}']);
      expect(tools.calls.at(-1)?.args).toEqual({ item_id: null, payload: null });
    });

    it.each([
      ['action_unknown', 404, 'params.action.type'],
      ['tool_invalid_arguments', 400, 'params.action.payload'],
      ['tool_failed', 500, null],
    ])('says what is wrong when the handler answers %s', async (code, status, param) => {
      const { threadId, itemId } = await shown();
      tools.answer = () => ({ type: 'failure', code, message: '"payload.id": expected number.', retryable: false });
      const reply = await client.ask('threads.sync_custom_action', { thread_id: threadId, item_id: itemId, action });
      expect([reply.status, reply.body.error.param ?? null]).toEqual([status, param]);
      expect(await stored(threadId, itemId)).not.toHaveProperty('copy_text');
    });
  });

  it.each(['threads.custom_action', 'threads.sync_custom_action'])('%s is refused before anything happens', async (type) => {
    const { threadId, itemId, userItemId } = await shown();
    const before = [worker.turns.length, tools.calls.length];
    const refused = async (who: ChatClient, params: object) => {
      const { status, body } = await who.ask(type, { thread_id: threadId, action, ...params });
      return [status, body.error.param];
    };
    expect(await refused(client, { item_id: userItemId })).toEqual([400, 'params.item_id']);
    expect(await refused(client, { item_id: 'msg_none' })).toEqual([404, 'params.item_id']);
    expect(await refused(client, { thread_id: 'thr_none' })).toEqual([404, 'params.thread_id']);
    expect(await refused(eve, { item_id: itemId })).toEqual([404, 'params.thread_id']);
    expect(await refused(client, { action: { payload: 1 } })).toEqual([400, 'params.action.type']);
    expect(await refused(client, { action: { type: 'a', payload: 'x'.repeat(40_000) } })).toEqual([400, 'params.action.payload']);
    await gateway.db.thread.update({ where: { id: threadId }, data: { status: { type: 'closed', reason: 'Solved.' } } });
    const closed = await client.ask(type, { thread_id: threadId, item_id: itemId, action });
    expect([closed.status, closed.body.error.message]).toEqual([409, 'Solved.']);
    expect([worker.turns.length, tools.calls.length]).toEqual(before);
  });
});
