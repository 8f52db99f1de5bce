import { failure, hangUp, html, json, RUN_HEADERS, ScriptedServer, stream, sse, type Answer } from '../test/scripted-server.js';
import { QUICK } from '../test/transcript.js';
import { ChatKitClient, ChatKitConnectionError, ChatKitHttpError, ChatKitProtocolError, ChatKitSecretError } from './index.js';
import type { ChatKitClientOptions } from './index.js';

const server = new ScriptedServer();

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.calls.length = 0;
});

const custom = (api: object = {}, options: Partial<ChatKitClientOptions> = {}): ChatKitClient =>
  new ChatKitClient({ api: { kind: 'custom', url: server.url, ...api }, readBackoff: QUICK, reconnectBackoff: QUICK, ...options });

const THREAD = {
  id: 't',
  created_at: '2026-03-01T10:20:30Z',
  status: { type: 'active' },
  metadata: {},
  items: { data: [], has_more: false },
};
const item = (id: string) => ({ id, thread_id: 't', created_at: '2026-03-01T10:20:30Z', type: 'end_of_turn' });
const page = (ids: string[], after?: string) => ({ data: ids.map(item), has_more: after !== undefined, after });

describe('requests', () => {
  test('carry the operation and the headers of the protocol', async () => {
    server.then(json(page(['a'])), json(page([])));
    const client = custom({ headers: { 'x-team': 'blue' } }, { locale: 'de-DE' });
    await client.request('items.list', { thread_id: 't', limit: 5 });
    client.locale = 'fr-FR';
    await client.request('items.list', { thread_id: 't' });
    const [first, second] = server.calls;
    expect(first).toMatchObject({ type: 'items.list', params: { thread_id: 't', limit: 5 } });
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'accept-language': 'de-DE',
      'frontdesk-resume': '1',
      'x-team': 'blue',
    });
    expect(first?.headers['chatkit-frame-instance-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.headers['accept-language']).toBe('fr-FR');
    expect(second?.headers['chatkit-frame-instance-id']).toBe(first?.headers['chatkit-frame-instance-id']);
    expect(first?.headers.authorization).toBeUndefined();
  });

  test('go through the fetch of the page, and leave the resume header out when told to', async () => {
    server.then(json({}));
    const urls: string[] = [];
    const fetch = (url: string, init: RequestInit) => {
      urls.push(url);
      return globalThis.fetch(url, init);
    };
    await custom({ fetch, resumable: false }).request('threads.delete', { thread_id: 't' });
    expect(urls).toEqual([server.url]);
    expect(server.calls[0]?.headers['frontdesk-resume']).toBeUndefined();
  });

  test('that the server refuses fail at once, with its code, sentence and field', async () => {
    server.then(failure(400, 'invalid_request', { param: 'params.limit' }));
    const error = await custom()
      .request('threads.list', {})
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ChatKitHttpError);
    expect(error).toMatchObject({ status: 400, code: 'invalid_request', message: 'It is invalid_request.', param: 'params.limit' });
    expect(server.calls).toHaveLength(1);
  });

  test('that a proxy answers with a page give no part of the page to read', async () => {
    server.then(html('<h1>Go away</h1>', 403));
    await expect(custom().request('threads.list', {})).rejects.toMatchObject({
      status: 403,
      code: null,
      message: 'The server answered with status 403.',
    });
    server.then(html('<h1>Log in</h1>', 200));
    await expect(custom().request('threads.list', {})).rejects.toThrow(ChatKitProtocolError);
  });

  test('that only read are tried again while the server is away', async () => {
    server.then(failure(503, 'unavailable'), hangUp, json(page(['a'])));
    expect((await custom().request('items.list', { thread_id: 't' })).data).toHaveLength(1);
    expect(server.calls).toHaveLength(3);
  });

  test('that only read give up after their tries', async () => {
    server.then(hangUp, hangUp, hangUp);
    await expect(custom().request('threads.get_by_id', { thread_id: 't' })).rejects.toThrow(ChatKitConnectionError);
    expect(server.calls).toHaveLength(3);
  });

  test('that write are sent once, whatever happens', async () => {
    server.then(hangUp);
    await expect(custom().request('threads.update', { thread_id: 't', title: 'x' })).rejects.toThrow(ChatKitConnectionError);
    server.then(failure(500, 'internal'));
    await expect(custom().request('items.feedback', { thread_id: 't', item_ids: [], kind: 'positive' })).rejects.toThrow(ChatKitHttpError);
    expect(server.calls).toHaveLength(2);
  });

  describe('for an action that is answered at once', () => {
    const ACTION = { thread_id: 't', item_id: 'w', action: { type: 'order.cancel', payload: {} } };
    const act = (client: ChatKitClient) => client.request('threads.sync_custom_action', ACTION);
    const keys = (): unknown[] => server.calls.filter((call) => call.type === ACT).map((call) => call.headers['idempotency-key']);
    const ACT = 'threads.sync_custom_action';

    /** What was done, once per key, as our server does it; the reply may get lost. */
    function desk() {
      const done = new Set<unknown>();
      const handle =
        (reply: Answer): Answer =>
        (response, call, scripted) => {
          done.add(call.headers['idempotency-key']);
          return reply(response, call, scripted);
        };
      return { done, replies: handle(json({})), dropsItsReply: handle(hangUp) };
    }

    /** A client that knows the server to be of our make. */
    async function acquainted(api: object = {}): Promise<ChatKitClient> {
      const client = custom(api);
      server.then(stream([sse({ type: 'client_effect', name: 'n', data: {} })], { headers: RUN_HEADERS }));
      for await (const event of client.stream('threads.retry_after_item', { thread_id: 't', item_id: 'i' })) {
        expect(event.type).toBe('client_effect');
      }
      return client;
    }

    test('carry a key of their own each, under which a lost reply is asked for again and nothing is done twice', async () => {
      const client = await acquainted();
      const { done, replies, dropsItsReply } = desk();
      server.then(dropsItsReply, failure(503, 'unavailable'), replies, replies);
      await act(client);
      await act(client);
      expect(done.size).toBe(2);
      expect(keys()).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys()[0], keys()[0], expect.not.stringMatching(String(keys()[0]))]);
    });

    test('are sent once to a server that may not heed keys, and to one that gets none', async () => {
      server.then(hangUp);
      await expect(act(custom())).rejects.toThrow(ChatKitConnectionError);
      const client = await acquainted({ resumable: false });
      server.then(hangUp);
      await expect(act(client)).rejects.toThrow(ChatKitConnectionError);
      expect(keys()).toEqual([expect.any(String), undefined]);
    });

    test('fail at once when they are refused', async () => {
      const client = await acquainted();
      server.then(failure(409, 'conflict'), failure(500, 'internal'));
      await expect(act(client)).rejects.toMatchObject({ status: 409 });
      await expect(act(client)).rejects.toMatchObject({ status: 500 });
      expect(keys()).toHaveLength(2);
    });
  });

  test('end with the reason of their signal', async () => {
    const abort = new AbortController();
    server.then(() => abort.abort(new Error('left the page')));
    await expect(custom().request('threads.list', {}, { signal: abort.signal })).rejects.toThrow('left the page');
    await expect(custom().request('threads.list', {}, { signal: abort.signal })).rejects.toThrow('left the page');
    expect(server.calls).toHaveLength(1);
  });
});

describe('hosted sessions', () => {
  function hosted(...secrets: string[]) {
    const asked: (string | null)[] = [];
    const getClientSecret = async (current: string | null): Promise<string> => {
      asked.push(current);
      return secrets.shift() ?? '';
    };
    return { asked, client: new ChatKitClient({ api: { kind: 'hosted', url: server.url, getClientSecret }, readBackoff: QUICK }) };
  }
  const bearers = (): unknown[] => server.calls.map((call) => call.headers.authorization);

  test('get their secret with the first request, one for all', async () => {
    const { asked, client } = hosted('one');
    expect(asked).toEqual([]);
    server.then(json(page([])), json(page([])), json(page([])));
    await Promise.all([client.request('threads.list', {}), client.request('threads.list', {})]);
    await client.request('threads.list', {});
    expect(asked).toEqual([null]);
    expect(bearers()).toEqual(['Bearer one', 'Bearer one', 'Bearer one']);
  });

  test('replace a refused secret and send the same request again, also one that writes', async () => {
    const { asked, client } = hosted('one', 'two');
    server.then(failure(401, 'unauthorized'), json(THREAD));
    await client.request('threads.update', { thread_id: 't', title: 'x' });
    expect(asked).toEqual([null, 'one']);
    expect(bearers()).toEqual(['Bearer one', 'Bearer two']);
    expect(server.calls[1]?.params).toEqual({ thread_id: 't', title: 'x' });
  });

  test('replace a refused secret for streams too', async () => {
    const { client } = hosted('one', 'two');
    server.then(failure(401, 'unauthorized'), stream([sse({ type: 'client_effect', name: 'n', data: {} })]));
    const types: string[] = [];
    for await (const event of client.stream('threads.retry_after_item', { thread_id: 't', item_id: 'i' })) {
      types.push(event.type);
    }
    expect(types).toEqual(['client_effect']);
    expect(bearers()).toEqual(['Bearer one', 'Bearer two']);
  });

  test('give up when the new secret is refused as well', async () => {
    const { asked, client } = hosted('one', 'two', 'three');
    server.then(failure(401, 'unauthorized'), failure(401, 'unauthorized'));
    await expect(client.request('threads.list', {})).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    expect(asked).toEqual([null, 'one']);
  });

  test('fail when the page has no secret to give', async () => {
    const { client } = hosted('');
    await expect(client.request('threads.list', {})).rejects.toThrow(ChatKitSecretError);
    expect(server.calls).toEqual([]);
  });

  test('a 401 of a custom server is the page’s own business', async () => {
    server.then(failure(401, 'unauthorized'));
    await expect(custom().request('threads.list', {})).rejects.toMatchObject({ status: 401 });
    expect(server.calls).toHaveLength(1);
  });
});

describe('loading a thread', () => {
  test('takes one request when the thread is short', async () => {
    server.then(json({ ...THREAD, items: page(['a', 'b']) }));
    expect(await custom().loadThread('t')).toMatchObject({ thread: { id: 't' }, items: [{ id: 'a' }, { id: 'b' }], older: null });
    expect(server.types).toEqual(['threads.get_by_id']);
  });

  test('goes to the newest items of a long one, and pages on to older ones, skipping pages of hidden items', async () => {
    const client = custom();
    server.then(json({ ...THREAD, items: page(['a', 'b'], 'b') }), json(page(['z', 'y'], 'y')));
    const { items, older } = await client.loadThread('t');
    expect(items.map(({ id }) => id)).toEqual(['y', 'z']);
    expect(older).toBe('y');
    server.then(json(page([], 'h')), json(page(['b', 'a'])));
    const before = await client.loadOlder('t', older);
    expect(before.items.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(before.older).toBeNull();
    expect(server.calls.map((call) => call.params['after'] ?? null)).toEqual([null, null, 'y', 'h']);
    expect(server.calls[1]?.params).toMatchObject({ order: 'desc' });
  });
});

test('cancel names the run when it is known', async () => {
  server.then(json({}), json({}));
  await custom().cancel('t', 'run_1');
  await custom().cancel('t');
  expect(server.calls.map((call) => [call.type, call.params])).toEqual([
    ['runs.cancel', { thread_id: 't', run_id: 'run_1' }],
    ['runs.cancel', { thread_id: 't' }],
  ]);
});
