import OpenAI from 'openai';
import { QUICK_MODEL_ID, startDemoModel } from '../src/index.js';
import { NAME, eventsOf, started, stopped } from './server-harness.js';

afterEach(() => stopped());

describe('pace', () => {
  it('streams no faster than the given rate', async () => {
    const { client } = await started({ tokensPerSecond: 100 });
    const start = performance.now();
    const events = await eventsOf(client, { input: 'count to 61' });
    expect(events.filter(({ type }) => type === 'response.output_text.delta')).toHaveLength(61);
    expect(performance.now() - start).toBeGreaterThanOrEqual(590); // 60 intervals of 10 ms, but for what timers fire early
  });

  it('gives the first token at once, however long the others take', async () => {
    const { client, model } = await started({ tokensPerSecond: 0.01 });
    for await (const event of await client.responses.create({ model: NAME, input: 'count to 5', stream: true })) {
      if (event.type === 'response.output_text.delta') {
        break;
      }
    }
    expect(model.requests()[0]?.tokens).toBe(1);
  });

  it('takes as long without streaming', async () => {
    const { client } = await started({ tokensPerSecond: 100 });
    const start = performance.now();
    await client.chat.completions.create({ model: NAME, messages: [{ role: 'user', content: 'count to 31' }] });
    expect(performance.now() - start).toBeGreaterThan(290);
  });

  it('begins an answer while others are on their way', async () => {
    const { client, model } = await started({ tokensPerSecond: 0.01 });
    const firstWord = async (): Promise<void> => {
      const events = (await client.responses.create({ model: NAME, input: 'count to 5', stream: true }))[Symbol.asyncIterator]();
      for (let event = await events.next(); event.value?.type !== 'response.output_text.delta'; event = await events.next()) {
        expect(event.done).not.toBe(true);
      }
    };
    await Promise.all(Array.from({ length: 40 }, firstWord));
    expect(model.counts()).toEqual({ total: 40, running: 40, clientClosed: 0 });
  });

  it('tells each of many streams its own answer', async () => {
    const { client, model } = await started({ tokensPerSecond: 200 });
    const texts = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const events = await eventsOf(client, { input: `count to ${60 + index}` });
        return events.flatMap((event) => (event.type === 'response.output_text.done' ? [event.text] : [])).join();
      }),
    );
    expect(texts.map((text) => text.split(', ').length)).toEqual(Array.from({ length: 40 }, (_, index) => 60 + index));
    expect(model.counts()).toEqual({ total: 40, running: 0, clientClosed: 0 });
  });
});

describe('a client that goes away', () => {
  it('stops the generation of a stream, which is counted', async () => {
    const { client, model } = await started({ tokensPerSecond: 50 });
    const stream = await client.responses.create({ model: NAME, input: 'count to 5000', stream: true });
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') {
        break;
      }
    }
    const [record] = model.requests();
    expect(await record?.settled).toBe('client_closed');
    expect(record?.tokens).toBeLessThan(50);
    expect(model.counts()).toEqual({ total: 1, running: 0, clientClosed: 1 });
    expect(await (await fetch(model.url.replace('/v1', '/healthz'))).json()).toMatchObject({ status: 'ok', clientClosed: 1 });
  });

  it('stops an answer that is not streamed', async () => {
    const { client, model } = await started({ tokensPerSecond: 50 });
    const abort = new AbortController();
    const answer = client.chat.completions.create(
      { model: NAME, messages: [{ role: 'user', content: 'count to 5000' }] },
      { signal: abort.signal },
    );
    while (model.requests()[0]?.tokens === undefined || model.requests()[0]?.tokens === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    abort.abort();
    await expect(answer).rejects.toThrow(OpenAI.APIUserAbortError);
    expect(await model.requests()[0]?.settled).toBe('client_closed');
  });

  it('stops a stream without pace that nobody reads', async () => {
    const { model } = await started();
    const abort = new AbortController();
    // Far more than the sockets' buffers hold.
    const stories = Array.from({ length: 20 }, (_, index) => `Write ${5_000 - index} words.`).join(' ');
    const body = JSON.stringify({ input: stories, stream: true });
    const response = await fetch(`${model.url}/responses`, { method: 'POST', body, signal: abort.signal });
    expect(response.status).toBe(200);
    abort.abort();
    expect(await model.requests()[0]?.settled).toBe('client_closed');
  });
});

describe('the server', () => {
  it('lists its models and reports its health', async () => {
    const { client, model } = await started();
    expect((await client.models.list()).data).toMatchObject([
      { id: NAME, object: 'model' },
      { id: QUICK_MODEL_ID, object: 'model' },
    ]);
    expect((await client.models.retrieve(NAME)).id).toBe(NAME);
    expect((await fetch(model.url.replace('/v1', '/readyz'))).status).toBe(200);
  });

  it('answers a recording with a fixed honest sentence', async () => {
    const { client } = await started();
    const file = new File([new Uint8Array(2_000)], 'speech.webm', { type: 'audio/webm' });
    expect((await client.audio.transcriptions.create({ model: 'any', file })).text).toMatch(/cannot hear/);
  });

  it.each([
    ['responses', '{', 400, null],
    ['responses', '{}', 400, 'input'],
    ['responses', '{"input":5}', 400, 'input'],
    ['responses', '{"input":[{"type":"function_call","name":"x"}]}', 400, 'call_id'],
    ['responses', '{"input":"hi","previous_response_id":"resp_1"}', 400, 'previous_response_id'],
    ['responses', '{"input":"hi","text":{"format":{"type":"json_schema"}}}', 400, 'text.format.type'],
    ['chat/completions', '{"messages":[]}', 400, 'messages'],
    ['chat/completions', '{"messages":[{"role":"nobody","content":""}]}', 400, 'messages.0.role'],
    ['nowhere', '{}', 404, null],
  ])('refuses POST /v1/%s with %s', async (path, body, status, param) => {
    const { model } = await started();
    const response = await fetch(`${model.url}/${path}`, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String), type: 'invalid_request_error', param } });
  });

  it('refuses a body that is too large', async () => {
    const { model } = await started();
    const response = await fetch(`${model.url}/responses`, {
      method: 'POST',
      body: JSON.stringify({ input: 'x'.repeat(33 * 1024 * 1024) }),
    });
    expect(response.status).toBe(413);
  });

  it('shows tests what was asked', async () => {
    const { client, model } = await started({ keepRequests: 2 });
    for (const input of ['one', 'two', 'three']) {
      await client.responses.create({ model: NAME, input });
    }
    expect(model.requests().map((record) => record.body)).toMatchObject([{ input: 'two' }, { input: 'three' }]);
    expect(model.requests()[0]).toMatchObject({ api: 'responses', stream: false, authorization: 'Bearer any', outcome: 'completed' });
  });

  it('says when the port is taken', async () => {
    const { model } = await started();
    await expect(startDemoModel({ port: model.port })).rejects.toThrow(/EADDRINUSE/);
  });

  it('closes at once, also with a stream open', async () => {
    const { client, model } = await started({ tokensPerSecond: 10 });
    const stream = await client.responses.create({ model: NAME, input: 'count to 100', stream: true });
    await stream[Symbol.asyncIterator]().next();
    await stopped(model);
    expect(await model.requests()[0]?.settled).toBe('client_closed');
  });
});
