import { failure, hangUp, json, RUN_HEADERS, ScriptedServer, sse, stream } from '../../test/scripted-server.js';
import { added, collect, created, delta, echo, finished, INPUT, QUICK, short, START } from '../../test/transcript.js';
import { ChatKitClient, ChatKitConnectionError, ChatKitHttpError, ChatKitProtocolError } from '../index.js';
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

describe('a stream', () => {
  test('gives its events in order, and knows its thread and run', async () => {
    const states: ConnectionState[] = [];
    const events = create(states);
    expect([events.threadId, events.runId, server.calls.length]).toEqual([null, null, 0]);
    server.then(
      stream([sse(created), sse(echo) + sse(added, '1-1'), sse(delta('a'), '1-2'), sse(finished, '1-3')], { headers: RUN_HEADERS }),
    );
    expect(await collect(events)).toEqual([...START, 'a', 'thread.item.done msg_a']);
    expect([events.threadId, events.runId]).toEqual(['thr_1', 'run_1']);
    expect(states).toEqual(['connecting', 'open', 'closed']);
    expect(server.calls[0]).toMatchObject({ type: 'threads.create', params: INPUT });
  });

  test('is read right when bytes are cut anywhere, with CRLF and comments between', async () => {
    const bytes = new TextEncoder().encode(`: hello\r\n\r\n${sse(delta('grüße 😀 ')).replaceAll('\n', '\r\n')}:\n\n${sse(delta('ende'))}`);
    server.then(stream(Array.from({ length: Math.ceil(bytes.length / 3) }, (_, at) => bytes.slice(at * 3, at * 3 + 3))));
    expect(await collect(create())).toEqual(['grüße 😀 ', 'ende']);
  });

  test('of a server that names no run learns the thread from its event', async () => {
    server.then(stream([sse(created)]));
    const events = create();
    await collect(events);
    expect([events.threadId, events.runId]).toEqual(['thr_1', null]);
  });

  test('passes unknown events on', async () => {
    server.then(stream([sse({ type: 'thread.exploded' }), 'data: {oops\n\n', sse(echo)]));
    expect(await collect(create())).toEqual(['unknown', 'unknown', 'thread.item.done msg_u']);
  });

  test('that never opens is not tried again: the message may have been taken', async () => {
    server.then(hangUp);
    await expect(collect(create())).rejects.toThrow(ChatKitConnectionError);
    server.then(failure(503, 'unavailable'));
    await expect(collect(create())).rejects.toThrow(ChatKitHttpError);
    expect(server.calls).toHaveLength(2);
  });

  test('that is no stream of events is an error that says so', async () => {
    server.then(json({ id: 'x' }));
    await expect(collect(create())).rejects.toThrow(
      new ChatKitProtocolError('The server answered with "application/json" instead of a stream of events.'),
    );
  });

  test('can be iterated once', async () => {
    server.then(stream([sse(echo)]));
    const events = create();
    await collect(events);
    await expect(collect(events)).rejects.toThrow(/once/);
  });

  test('lets go of its connection when nobody listens any more', async () => {
    const closed = new Promise((resolve) => {
      server.then((response) => {
        response.on('close', resolve);
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(sse(echo));
      });
    });
    for await (const event of create()) {
      expect(event.type).toBe('thread.item.done');
      break;
    }
    await closed;
  });

  test('ends with the reason of its signal, before and during', async () => {
    const abort = new AbortController();
    server.then((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', ...RUN_HEADERS }).write(sse(echo, '1-1'));
    });
    const seen: string[] = [];
    const iterate = async (): Promise<void> => {
      for await (const event of client.stream('threads.create', INPUT, { signal: abort.signal })) {
        seen.push(short(event));
        abort.abort(new Error('left the page'));
      }
    };
    await expect(iterate()).rejects.toThrow('left the page');
    await expect(iterate()).rejects.toThrow('left the page');
    expect(seen).toEqual(['thread.item.done msg_u']);
    expect(server.calls).toHaveLength(1);
  });
});

describe('cancel', () => {
  test('stops the run by name and lets the server end the stream with what it has', async () => {
    const events = create();
    let release = (): void => undefined;
    const cancelled = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.then(
      async (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream', ...RUN_HEADERS }).write(sse(added, '1-1'));
        await cancelled;
        response.end(sse(finished, '1-2'));
      },
      (response) => {
        release();
        response.writeHead(200).end('{}');
      },
    );
    const seen: string[] = [];
    for await (const event of events) {
      seen.push(short(event));
      if (event.type === 'thread.item.added') {
        await events.cancel();
      }
    }
    expect(seen).toEqual(['thread.item.added msg_a', 'thread.item.done msg_a']);
    expect(server.calls[1]).toMatchObject({ type: 'runs.cancel', params: { thread_id: 'thr_1', run_id: 'run_1' } });
  });

  test('closes the connection to a server that names no run, and the iteration just ends', async () => {
    const closed = new Promise((resolve) => {
      server.then((response) => {
        response.on('close', resolve);
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(sse(added));
      });
    });
    const events = create();
    for await (const event of events) {
      expect(event.type).toBe('thread.item.added');
      await events.cancel();
    }
    await closed;
    expect(server.calls).toHaveLength(1);
  });

  test('before the server answered waits for the answer, then stops the run it names', async () => {
    const events = create();
    server.then(async (response, call) => {
      await events.cancel();
      await stream([sse(added, '1-1')], { headers: RUN_HEADERS })(response, call, server);
    }, json({}));
    await collect(events);
    expect(server.types).toEqual(['threads.create', 'runs.cancel']);
  });

  test('before a server without runs answered closes the connection', async () => {
    const events = create();
    server.then(async (response) => {
      await events.cancel();
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(sse(added));
    });
    expect(await collect(events)).toEqual([]);
  });
});
