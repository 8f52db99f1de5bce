import { failure, hangUp, json, RUN_HEADERS, ScriptedServer, sse, stream, type Answer } from '../../test/scripted-server.js';
import { added, answer, collect, created, delta, echo, finished, INPUT, QUICK, short, START, THREAD, user } from '../../test/transcript.js';
import { ChatKitClient, ChatKitConnectionError } from '../index.js';
import type { ConnectionState, EventStream } from '../index.js';

const server = new ScriptedServer();
let client: ChatKitClient;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.calls.length = 0;
  client = new ChatKitClient({
    api: { kind: 'custom', url: server.url, fetch: server.fetch },
    readBackoff: QUICK,
    reconnectBackoff: QUICK,
  });
});

const create = (states?: ConnectionState[]): EventStream =>
  client.stream('threads.create', INPUT, { onConnection: (state) => states?.push(state) });

describe('a connection that breaks', () => {
  test('is taken up behind the last event, in the same iteration, with nothing doubled', async () => {
    const states: ConnectionState[] = [];
    server.then(
      stream([sse(created), sse(echo), sse(added, '1-1'), sse(delta('a'), '1-2'), sse(delta('b'), '1-3')], {
        headers: RUN_HEADERS,
        cut: true,
      }),
      stream([sse(delta('c'), '1-4'), sse(finished, '1-5')], { headers: RUN_HEADERS }),
    );
    expect(await collect(create(states))).toEqual([...START, 'a', 'b', 'c', 'thread.item.done msg_a']);
    expect(server.calls[1]).toMatchObject({ type: 'runs.stream', params: { thread_id: 'thr_1', run_id: 'run_1', after: '1-3' } });
    expect(states).toEqual(['connecting', 'open', 'reconnecting', 'open', 'closed']);
  });

  test('within a group of frames shows nothing of the group, which comes again whole', async () => {
    server.then(
      stream([sse(added, '1-1'), sse(delta('a')) + sse(delta('b'), '1-2'), sse(delta('c'))], { headers: RUN_HEADERS, cut: true }),
      stream([sse(delta('c')) + sse(delta('d'), '1-3'), sse(finished, '1-4')], { headers: RUN_HEADERS }),
    );
    expect(await collect(create())).toEqual(['thread.item.added msg_a', 'a', 'b', 'c', 'd', 'thread.item.done msg_a']);
    expect(server.calls[1]?.params).toMatchObject({ after: '1-2' });
  });

  test('within a frame counts as broken even when the body ends well', async () => {
    const whole = sse(delta('b'), '1-2');
    server.then(stream([sse(delta('a'), '1-1'), whole.slice(0, 40)], { headers: RUN_HEADERS }), stream([whole], { headers: RUN_HEADERS }));
    expect(await collect(create())).toEqual(['a', 'b']);
    expect(server.calls[1]?.params).toMatchObject({ after: '1-1' });
  });

  describe('before any position was named', () => {
    const keys = (): unknown[] => server.calls.map((call) => call.headers['idempotency-key']);

    test.each([
      ['nothing', [': hm\n\n']],
      ['the thread', [sse(created)]],
      ['all but the answer', [sse(created), sse(echo)]],
      ['the first words of the answer', [sse(created), sse(echo), sse(added), sse(delta('a'))]],
    ])('is asked for again under its key, with nothing lost or doubled: %s had come', async (_what, chunks) => {
      const titled = { ...created, thread: { ...THREAD, title: 'Named meanwhile' } };
      server.then(
        stream(chunks, { headers: RUN_HEADERS, cut: true }),
        stream([sse(titled), sse(echo), sse(added), sse(delta('a')), sse(delta('a'), '1-1'), sse(finished, '1-2')], {
          headers: RUN_HEADERS,
        }),
      );
      expect(await collect(create())).toEqual([...START, 'a', 'a', 'thread.item.done msg_a']);
      expect(server.types).toEqual(['threads.create', 'threads.create']);
      expect(server.calls[1]?.params).toEqual(INPUT);
      expect(keys()).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys()[0]]);
    });

    test('what comes instead of what was told before is given whole', async () => {
      const stored = { type: 'thread.item.done', item: { ...answer, id: 'msg_b' } };
      server.then(
        stream([sse(created), sse(echo), sse(added), sse(delta('a'))], { headers: RUN_HEADERS, cut: true }),
        stream([sse(created), sse(echo), sse(stored), sse(delta('a'))], { headers: RUN_HEADERS }),
        json({ ...THREAD, items: { data: [user], has_more: false } }),
      );
      expect((await collect(create())).slice(3)).toEqual([
        'a',
        'thread.item.done msg_b',
        'a',
        'thread.updated',
        'thread.item.removed msg_a',
        'thread.item.done msg_u',
      ]);
    });
  });

  test('is taken up again and again, also past a server that is away for a while', async () => {
    server.then(
      stream([sse(delta('a'), '1-1')], { headers: RUN_HEADERS, cut: true }),
      hangUp,
      failure(503, 'unavailable'),
      stream([sse(delta('b'), '1-2')], { headers: RUN_HEADERS, cut: true }),
      hangUp,
      failure(429, 'rate_limited'),
      stream([sse(delta('c'), '1-3')], { headers: RUN_HEADERS }),
    );
    expect(await collect(create())).toEqual(['a', 'b', 'c']);
    expect(server.calls.map((call) => call.params['after'])).toEqual([undefined, '1-1', '1-1', '1-1', '1-2', '1-2', '1-2']);
  });

  test('is given up after its tries, also when it opens and breaks without an event', async () => {
    server.then(stream([sse(delta('a'), '1-1')], { headers: RUN_HEADERS, cut: true }), hangUp, hangUp, hangUp);
    await expect(collect(create())).rejects.toThrow(ChatKitConnectionError);
    expect(server.calls).toHaveLength(4);
    server.calls.length = 0;
    server.then(...Array.from({ length: 4 }, () => stream([': hm\n\n'], { headers: RUN_HEADERS, cut: true })));
    await expect(collect(create())).rejects.toThrow(ChatKitConnectionError);
    expect(server.calls).toHaveLength(4);
  });

  test('is final when the server refuses to go on', async () => {
    server.then(stream([sse(delta('a'), '1-1')], { headers: RUN_HEADERS, cut: true }), failure(401, 'unauthorized'));
    await expect(collect(create())).rejects.toMatchObject({ status: 401 });
  });

  test('of a server that names no run is an error, and nothing is sent again', async () => {
    server.then(stream([sse(created), sse(echo)], { cut: true }));
    const seen: string[] = [];
    await expect(collect(create(), seen)).rejects.toThrow(ChatKitConnectionError);
    expect(seen).toEqual(['thread.created', 'thread.item.done msg_u']);
    expect(server.calls).toHaveLength(1);
  });

  test('while the run ended is healed from what is stored; what was begun and is not stored goes', async () => {
    const lost = { ...answer, id: 'msg_lost' };
    const titled = { ...THREAD, title: 'Named', items: { data: [user, answer], has_more: false } };
    server.then(
      stream([sse(echo), sse(added, '1-1'), sse({ type: 'thread.item.added', item: lost }, '1-2')], { headers: RUN_HEADERS, cut: true }),
      failure(404, 'not_found'),
      json(titled),
    );
    expect((await collect(create())).slice(3)).toEqual([
      'thread.updated',
      'thread.item.removed msg_lost',
      'thread.item.done msg_u',
      'thread.item.done msg_a',
    ]);
    expect(server.types).toEqual(['threads.create', 'runs.stream', 'threads.get_by_id']);
  });

  test.each([
    ['with nothing more', []],
    ['and left items open', [sse(delta('b'), '1-3')]],
  ])('while the server lost the events of the run, and ended %s, is healed from what is stored', async (_how, rest) => {
    server.then(
      stream([sse(echo), sse(added, '1-1'), sse(delta('a'), '1-2')], { headers: RUN_HEADERS, cut: true }),
      stream(rest, { headers: RUN_HEADERS }),
      json({ ...THREAD, items: { data: [user, answer], has_more: false } }),
    );
    expect((await collect(create())).slice(-3)).toEqual(['thread.updated', 'thread.item.done msg_u', 'thread.item.done msg_a']);
  });

  test('does not keep a page waiting that was left meanwhile', async () => {
    const abort = new AbortController();
    const patient = new ChatKitClient({
      api: { kind: 'custom', url: server.url, fetch: server.fetch },
      reconnectBackoff: { retries: 5, baseMs: 60_000, maxMs: 60_000 },
    });
    server.then(stream([sse(delta('a'), '1-1')], { headers: RUN_HEADERS, cut: true }));
    const events = patient.stream('threads.create', INPUT, {
      signal: abort.signal,
      onConnection: (state) => {
        if (state === 'reconnecting') {
          abort.abort(new Error('left the page'));
        }
      },
    });
    await expect(collect(events)).rejects.toThrow('left the page');
  });
});

describe('a connection of which nothing is heard any more', () => {
  /** Says its part, and then neither more nor that it is over. */
  const mute =
    (...chunks: string[]): Answer =>
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', ...RUN_HEADERS });
      response.write(chunks.join(''));
    };

  test('is given up for a new one, without a wait and without saying that it was lost', async () => {
    const states: ConnectionState[] = [];
    server.then(mute(sse(echo), sse(delta('a'), '1-1')), mute(), stream([sse(delta('b'), '1-2')], { headers: RUN_HEADERS }));
    const events = client.stream('threads.create', INPUT, { silenceMs: 20, onConnection: (state) => states.push(state) });
    expect(await collect(events)).toEqual(['thread.item.done msg_u', 'a', 'b']);
    expect(server.calls.map((call) => call.params['after'])).toEqual([undefined, '1-1', '1-1']);
    expect(states).toEqual(['connecting', 'open', 'open', 'open', 'closed']);
  });

  test('is given up at once when told that the network was away, in a wait too', async () => {
    server.then(mute(sse(delta('a'), '1-1')), hangUp, stream([sse(delta('b'), '1-2')], { headers: RUN_HEADERS }));
    const patient = new ChatKitClient({
      api: { kind: 'custom', url: server.url, fetch: server.fetch },
      reconnectBackoff: { retries: 5, baseMs: 60_000, maxMs: 60_000 },
    });
    const events: EventStream = patient.stream('threads.create', INPUT, {
      onConnection: (state) => state === 'reconnecting' && queueMicrotask(() => events.renew()),
    });
    const seen: string[] = [];
    for await (const event of events) {
      seen.push(short(event));
      if (seen.length === 1) {
        setImmediate(() => events.renew());
      }
    }
    expect(seen).toEqual(['a', 'b']);
    expect(server.types).toEqual(['threads.create', 'runs.stream', 'runs.stream']);
  });

  test('of a server that names no run is left as it is: there is no other way to its answer', async () => {
    let goOn = (): void => undefined;
    server.then((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(sse(delta('a')));
      goOn = () => response.end(sse(delta('b')));
    });
    const events = create();
    const seen: string[] = [];
    for await (const event of events) {
      seen.push(short(event));
      if (seen.length === 1) {
        events.renew();
        goOn();
      }
    }
    expect(seen).toEqual(['a', 'b']);
    expect(server.calls).toHaveLength(1);
  });
});

describe('resume', () => {
  test('takes up an unfinished run from its beginning, and goes on through broken connections', async () => {
    server.then(
      stream([sse(added, '1-1'), sse(delta('a'), '1-2')], { headers: RUN_HEADERS, cut: true }),
      stream([sse(delta('b'), '1-3'), sse(finished, '1-4')], { headers: RUN_HEADERS }),
    );
    const events = await client.resume('thr_1');
    expect(await collect(events as EventStream)).toEqual(['thread.item.added msg_a', 'a', 'b', 'thread.item.done msg_a']);
    expect(server.calls.map((call) => call.params)).toEqual([
      { thread_id: 'thr_1' },
      { thread_id: 'thr_1', run_id: 'run_1', after: '1-2' },
    ]);
  });

  test('is null when nothing is unfinished, and asks again the next time', async () => {
    const nothing: Answer = (response) => void response.writeHead(204).end();
    server.then(nothing, failure(404, 'not_found'), nothing);
    expect(await client.resume('thr_1')).toBeNull();
    expect(await client.resume('thr_1')).toBeNull();
    expect(await client.resume('thr_1')).toBeNull();
    expect(server.calls).toHaveLength(3);
  });

  test('tells of nothing unfinished whether the newest answer was stopped', async () => {
    const told: boolean[] = [];
    const onNothing = ({ wasStopped }: { wasStopped: boolean }): unknown => told.push(wasStopped);
    server.then(
      (response) => void response.writeHead(204, { 'frontdesk-last-answer': 'stopped' }).end(),
      (response) => void response.writeHead(204).end(),
    );
    await client.resume('thr_1', { onNothing });
    await client.resume('thr_1', { onNothing });
    expect(told).toEqual([true, false]);
  });

  test.each([400, 404, 422, 500])('asks a server of another make, which answers %i, only once', async (status) => {
    server.then(json({ detail: 'What is runs.stream?' }, status));
    expect(await client.resume('thr_1')).toBeNull();
    expect(await client.resume('thr_1')).toBeNull();
    expect(server.calls).toHaveLength(1);
  });

  test('does not hide that the session ran out or the server is away', async () => {
    server.then(failure(401, 'unauthorized'), failure(500, 'internal'), hangUp);
    await expect(client.resume('thr_1')).rejects.toMatchObject({ status: 401 });
    await expect(client.resume('thr_1')).rejects.toMatchObject({ status: 500 });
    await expect(client.resume('thr_1')).rejects.toThrow(ChatKitConnectionError);
  });
});
