import { failure, hangUp, json, RUN_HEADERS, ScriptedServer, sse, stream } from '../../test/scripted-server.js';
import { added, created, delta, echo, finished, INPUT, QUICK, THREAD } from '../../test/transcript.js';
import { resumableFetch } from '../index.js';
import type { ResumableFetchOptions } from '../index.js';

const server = new ScriptedServer();

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.calls.length = 0;
});

const noted: typeof fetch = (input, init) => server.fetch(input as string, init ?? {});
const wrapped = (options: ResumableFetchOptions = {}): typeof fetch =>
  resumableFetch({ fetch: noted, reconnectBackoff: QUICK, ...options });

/** What an element of another make sends. */
const call = (type: string, params: object, signal?: AbortSignal): [string, RequestInit] => [
  server.url,
  {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Team': 'blue', 'chatkit-frame-instance-id': 'frame_1' },
    body: JSON.stringify({ type, params, metadata: { tab: 1 } }),
    ...(signal === undefined ? {} : { signal }),
  },
];
const create = (signal?: AbortSignal): [string, RequestInit] => call('threads.create', INPUT, signal);

/** Reads until a text has come. */
const readUntil = async (reader: ReadableStreamDefaultReader<Uint8Array>, text: string): Promise<void> => {
  const decoder = new TextDecoder();
  for (let seen = ''; !seen.includes(text);) {
    const { value } = await reader.read();
    seen += decoder.decode(value, { stream: true });
  }
};

test('an answer whose connection breaks goes on in the same response, without positions, gaps or doubles', async () => {
  server.then(
    stream([sse(created), sse(echo), sse(added, '1-1'), sse(delta('a'), '1-2')], { headers: RUN_HEADERS, cut: true }),
    hangUp,
    failure(503, 'unavailable'),
    stream([sse(delta('b'), '1-3'), sse({ type: 'some.new_event', more: 1 }, '1-4'), sse(finished, '1-5')], { headers: RUN_HEADERS }),
  );
  const response = await wrapped()(...create());
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(await response.text()).toBe(
    [created, echo, added, delta('a'), delta('b'), { type: 'some.new_event', more: 1 }, finished].map((event) => sse(event)).join(''),
  );
  expect(server.types).toEqual(['threads.create', 'runs.stream', 'runs.stream', 'runs.stream']);
  expect(server.calls[0]?.headers).toMatchObject({ 'frontdesk-resume': '1', 'x-team': 'blue' });
  expect(server.calls[3]).toMatchObject({
    params: { thread_id: 'thr_1', run_id: 'run_1', after: '1-2' },
    headers: { 'x-team': 'blue', 'chatkit-frame-instance-id': 'frame_1' },
  });
});

test('an answer that is lost before its first position is asked for again under its key, and told once', async () => {
  server.then(
    stream([sse(created)], { headers: RUN_HEADERS, cut: true }),
    stream([sse(created), sse(echo), sse(added, '1-1'), sse(finished, '1-2')], { headers: RUN_HEADERS }),
  );
  expect(await (await wrapped()(...create())).text()).toBe([created, echo, added, finished].map((event) => sse(event)).join(''));
  expect(server.types).toEqual(['threads.create', 'threads.create']);
  const [first, second] = server.calls.map((call) => call.headers['idempotency-key']);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).toBe(first);
});

test('a run that ended unseen is completed from the stored thread', async () => {
  server.then(
    stream([sse(created), sse(added, '1-1'), sse(delta('a'), '1-2')], { headers: RUN_HEADERS, cut: true }),
    failure(404, 'not_found'),
    json({ ...THREAD, items: { data: [finished.item], has_more: false } }),
  );
  const text = await (await wrapped()(...create())).text();
  expect(text).toContain('"type":"thread.item.done"');
  expect(text.endsWith('\n\n')).toBe(true);
});

describe('an aborted request', () => {
  test('stops its run on the server, and fails as an aborted one does', async () => {
    const abort = new AbortController();
    server.then(stream([sse(created), sse(added, '1-1'), sse(delta('a'), '1-2')], { headers: RUN_HEADERS, cut: true }), json({}));
    // The abort comes while the stream waits to be taken up again.
    const response = await wrapped({ reconnectBackoff: { retries: 3, baseMs: 5_000, maxMs: 5_000 } })(...create(abort.signal));
    const reader = response.body?.getReader();
    expect(reader).toBeDefined();
    await readUntil(reader as ReadableStreamDefaultReader<Uint8Array>, '"delta":"a"');
    abort.abort(new DOMException('Stop', 'AbortError'));
    await expect(reader?.read()).rejects.toMatchObject({ name: 'AbortError' });
    await server.untilCalled('runs.cancel');
    expect(server.calls.at(-1)).toMatchObject({ params: { thread_id: 'thr_1', run_id: 'run_1' }, headers: { 'x-team': 'blue' } });
  });

  test('before the answer has begun stops the run as soon as it is known', async () => {
    const abort = new AbortController();
    server.then((response, asked, self) => {
      abort.abort(new DOMException('Stop', 'AbortError'));
      return stream([sse(created)], { headers: RUN_HEADERS })(response, asked, self);
    }, json({}));
    await expect(wrapped()(...create(abort.signal))).rejects.toMatchObject({ name: 'AbortError' });
    await server.untilCalled('runs.cancel');
  });

  test('leaves the run alone where the page wants that', async () => {
    const abort = new AbortController();
    server.then(stream([sse(created), sse(added, '1-1')], { headers: RUN_HEADERS }), json({ data: [], has_more: false }));
    const fetch = wrapped({ stopOnAbort: false });
    const response = await fetch(...create(abort.signal));
    abort.abort();
    await expect(response.text()).rejects.toThrow();
    await fetch(...call('threads.list', {}));
    expect(server.types).toEqual(['threads.create', 'threads.list']);
  });
});

test('servers that name no runs, refusals and requests of other shapes pass as they are', async () => {
  server.then(stream([sse(created, '1')]), failure(429, 'rate_limited'), json({ data: [], has_more: false }));
  expect(await (await wrapped()(...create())).text()).toBe(sse(created, '1'));
  expect((await wrapped()(...create())).status).toBe(429);
  expect(await (await wrapped()(...call('threads.list', {}))).json()).toEqual({ data: [], has_more: false });
  expect(server.calls[2]?.headers['frontdesk-resume']).toBeUndefined();
  const urls: unknown[] = [];
  const form = new FormData();
  await resumableFetch({
    fetch: async (input) => {
      urls.push(input);
      return new Response('ok');
    },
  })('https://files.test/upload', { method: 'POST', body: form });
  expect(urls).toEqual(['https://files.test/upload']);
});

test('after a reload an unfinished run is followed, and the page told whenever its thread has more to show', async () => {
  const changed: string[] = [];
  const fetch = wrapped({ onThreadChanged: (id) => changed.push(id) });
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  server.then(
    json(THREAD),
    stream([sse(added, '1-1'), sse(delta('a'), '1-2'), sse(finished, '1-3')], { headers: RUN_HEADERS }),
    json(THREAD),
    (response) => {
      response.writeHead(204).end();
      end();
    },
  );
  await fetch(...call('threads.get_by_id', { thread_id: 'thr_1' }));
  await server.untilCalled('runs.stream');
  while (changed.length < 2) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(changed).toEqual(['thr_1', 'thr_1']);
  await fetch(...call('threads.get_by_id', { thread_id: 'thr_1' }));
  await over;
  expect(server.types).toEqual(['threads.get_by_id', 'runs.stream', 'threads.get_by_id', 'runs.stream']);
});
