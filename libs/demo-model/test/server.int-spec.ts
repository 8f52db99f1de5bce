import OpenAI from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { startDemoModel, type DemoModel, type DemoModelOptions, type Fault } from '../src/index.js';
import { ALL_TOOLS, TOOL_SCHEMAS } from './conversations.js';

const running: DemoModel[] = [];

async function started(options: DemoModelOptions = {}): Promise<{ model: DemoModel; client: OpenAI }> {
  const model = await startDemoModel(options);
  running.push(model);
  return { model, client: new OpenAI({ baseURL: model.url, apiKey: 'any', maxRetries: 0 }) };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((model) => model.close()));
});

const tools = ALL_TOOLS.map((name) => ({ type: 'function' as const, name, parameters: TOOL_SCHEMAS[name] ?? {}, strict: true }));
const chatTools = ALL_TOOLS.map((name) => ({ type: 'function' as const, function: { name, parameters: TOOL_SCHEMAS[name] ?? {}, strict: true } }));
const NAME = 'frontdesk-demo';

async function eventsOf(client: OpenAI, body: Omit<OpenAI.Responses.ResponseCreateParamsStreaming, 'stream' | 'model'>): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = [];
  for await (const event of await client.responses.create({ model: NAME, stream: true, ...body })) {
    events.push(event);
  }
  return events;
}

/** Names of events in order, with a run of equal ones written once. */
const outline = (events: readonly ResponseStreamEvent[]): string[] => events.map((event) => event.type.replace('response.', '')).filter((type, index, all) => type !== all[index - 1]);

describe('the Responses API', () => {
  it('answers a request with a complete response', async () => {
    const { client } = await started();
    const response = await client.responses.create({ model: 'any-name', input: 'count to 5' });
    expect(response).toMatchObject({ object: 'response', status: 'completed', model: 'any-name', error: null, output_text: '1, 2, 3, 4, 5' });
    expect(response.output).toMatchObject([{ type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: '1, 2, 3, 4, 5', annotations: [] }] }]);
    const usage = response.usage;
    expect(usage?.input_tokens).toBeGreaterThan(0);
    expect(usage?.output_tokens).toBe(5);
    expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + 5);
    expect(response._request_id).toMatch(/^req_/);
  });

  it('streams the full sequence of events of a message, numbered and consistent', async () => {
    const { client } = await started();
    const events = await eventsOf(client, { input: 'count to 5' });
    expect(outline(events)).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    const deltas = events.flatMap((event) => (event.type === 'response.output_text.delta' ? [event.delta] : []));
    expect(deltas).toHaveLength(5);
    expect(deltas.join('')).toBe('1, 2, 3, 4, 5');
    const ids = new Set(events.flatMap((event) => ('item_id' in event ? [event.item_id] : 'item' in event ? [event.item.id] : [])));
    expect(ids.size).toBe(1);
    const last = events.at(-1);
    expect(last?.type === 'response.completed' && last.response.output).toMatchObject([{ id: [...ids][0], content: [{ text: '1, 2, 3, 4, 5' }] }]);
    expect(last?.type === 'response.completed' && last.response.usage?.output_tokens).toBe(5);
  });

  it('streams reasoning before parallel calls, each with its own unique id', async () => {
    const { client } = await started();
    const events = await eventsOf(client, { input: "I'm Ada, what's the weather in Rome?", tools, reasoning: { summary: 'auto' } });
    const call = ['output_item.added', 'function_call_arguments.delta', 'function_call_arguments.done', 'output_item.done'];
    const summary = ['reasoning_summary_part.added', 'reasoning_summary_text.delta', 'reasoning_summary_text.done', 'reasoning_summary_part.done'];
    expect(outline(events)).toEqual(['created', 'in_progress', 'output_item.added', ...summary, ...summary, 'output_item.done', ...call, ...call, 'completed']);
    const last = events.at(-1);
    const output = last?.type === 'response.completed' ? last.response.output : [];
    expect(output).toMatchObject([
      { type: 'reasoning', summary: [{ type: 'summary_text' }, { type: 'summary_text' }] },
      { type: 'function_call', name: 'save_fact', arguments: '{"fact":"Is called Ada"}', status: 'completed' },
      { type: 'function_call', name: 'get_weather', arguments: '{"location":"Rome","unit":null}' },
    ]);
    const done = events.flatMap((event) => (event.type === 'response.output_item.done' ? [event.item] : []));
    expect(done).toEqual(output);
    expect(last?.type === 'response.completed' && last.response.usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(10);
  });

  it('gives new call ids for every request, also for an equal one', async () => {
    const { client } = await started();
    const ids = new Set<string>();
    for (let request = 0; request < 5; request++) {
      const response = await client.responses.create({ model: NAME, input: 'weather in Rome and Oslo', tools });
      response.output.forEach((item) => item.type === 'function_call' && ids.add(item.call_id).add(item.id ?? ''));
    }
    expect(ids.size).toBe(20);
  });

  it('goes the whole way of a tool', async () => {
    const { client } = await started();
    const question = { role: 'user' as const, content: 'how warm is it in Lima in fahrenheit?' };
    const first = await client.responses.create({ model: NAME, input: [question], tools });
    const call = first.output[0];
    if (call?.type !== 'function_call') throw new Error('expected a call');
    expect(JSON.parse(call.arguments)).toEqual({ location: 'Lima', unit: 'fahrenheit' });
    const output = JSON.stringify({ location: 'Lima, Peru', temperature: 71, unit: 'fahrenheit', sample: true });
    const second = await client.responses.create({ model: NAME, input: [question, call, { type: 'function_call_output', call_id: call.call_id, output }], tools });
    expect(second.output_text).toMatch(/Lima, Peru it is \*\*71 °F\*\*.*sample data/);
  });

  it('stops at the limit of output tokens and says so', async () => {
    const { client } = await started();
    const response = await client.responses.create({ model: NAME, input: 'count to 100', max_output_tokens: 10 });
    expect(response).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output_text: '1, 2, 3, 4, 5, 6, 7, 8, 9, 10,' });
    const events = await eventsOf(client, { input: 'count to 100', max_output_tokens: 10 });
    expect(events.at(-1)?.type).toBe('response.incomplete');
  });
});

describe('the Chat Completions API', () => {
  it('answers a request with a complete completion', async () => {
    const { client } = await started();
    const completion = await client.chat.completions.create({ model: NAME, messages: [{ role: 'user', content: 'count to 5' }] });
    expect(completion).toMatchObject({ object: 'chat.completion', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '1, 2, 3, 4, 5' } }], usage: { completion_tokens: 5 } });
  });

  it('streams chunks, the reason of the end, and the usage when asked', async () => {
    const { model, client } = await started();
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await client.chat.completions.create({ model: NAME, messages: [{ role: 'user', content: 'count to 5' }], stream: true, stream_options: { include_usage: true } })) {
      chunks.push(chunk);
    }
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('1, 2, 3, 4, 5');
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason ?? null).filter(Boolean)).toEqual(['stop']);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 5 } });
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    const raw = await fetch(`${model.url}/chat/completions`, { method: 'POST', body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], stream: true }) });
    const text = await raw.text();
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
    expect(text).not.toContain('"usage"');
  });

  it('assembles parallel calls and reasoning from chunks', async () => {
    const { client } = await started();
    const messages = [{ role: 'user' as const, content: "I'm Ada, what's the weather in Rome?" }];
    const stream = client.chat.completions.stream({ model: NAME, messages, tools: chatTools, reasoning_effort: 'low' });
    let reasoning = '';
    for await (const chunk of stream) {
      const delta = chunk.choices[0]?.delta;
      reasoning += delta !== undefined && 'reasoning' in delta ? String(delta.reasoning) : '';
    }
    const completion = await stream.finalChatCompletion();
    expect(reasoning).toMatch(/save_fact/);
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    expect(completion.choices[0]?.message.tool_calls).toMatchObject([
      { type: 'function', function: { name: 'save_fact', arguments: '{"fact":"Is called Ada"}' } },
      { type: 'function', function: { name: 'get_weather', arguments: '{"location":"Rome","unit":null}' } },
    ]);
    const whole = await client.chat.completions.create({ model: NAME, messages, tools: chatTools, reasoning_effort: 'low' });
    expect(whole.choices[0]?.message).toMatchObject({ content: null, reasoning, tool_calls: [{}, {}] });
  });

  it('goes the whole way of a tool', async () => {
    const { client } = await started();
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'dark mode please' }];
    const first = await client.chat.completions.create({ model: NAME, messages, tools: chatTools });
    const call = first.choices[0]?.message.tool_calls?.[0];
    if (call?.type !== 'function') throw new Error('expected a call');
    messages.push({ role: 'assistant', tool_calls: [call] }, { role: 'tool', tool_call_id: call.id, content: '{"success":true}' });
    const second = await client.chat.completions.create({ model: NAME, messages, tools: chatTools });
    expect(second.choices[0]?.message.content).toMatch(/dark theme is on/);
  });

  it('stops at the limit of tokens', async () => {
    const { client } = await started();
    const completion = await client.chat.completions.create({ model: NAME, messages: [{ role: 'user', content: 'count to 100' }], max_completion_tokens: 3 });
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '1, 2, 3,' } });
  });
});

describe('pace', () => {
  it('streams at the given rate, first token at once', async () => {
    const { client } = await started({ tokensPerSecond: 100 });
    const start = performance.now();
    const arrivals: number[] = [];
    for await (const event of await client.responses.create({ model: NAME, input: 'count to 61', stream: true })) {
      if (event.type === 'response.output_text.delta') arrivals.push(performance.now() - start);
    }
    expect(arrivals).toHaveLength(61);
    // 60 intervals of 10 ms; the upper bound leaves room for a busy machine.
    expect(arrivals.at(-1)).toBeGreaterThanOrEqual(590);
    expect(arrivals.at(-1)).toBeLessThan(3_000);
    expect(arrivals[0]).toBeLessThan((arrivals.at(-1) ?? 0) / 2);
  });

  it('takes as long without streaming', async () => {
    const { client } = await started({ tokensPerSecond: 100 });
    const start = performance.now();
    await client.chat.completions.create({ model: NAME, messages: [{ role: 'user', content: 'count to 31' }] });
    expect(performance.now() - start).toBeGreaterThan(290);
  });

  it('serves many streams side by side', async () => {
    const { client, model } = await started({ tokensPerSecond: 200 });
    const start = performance.now();
    const texts = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const events = await eventsOf(client, { input: `count to ${60 + index}` });
        return events.flatMap((event) => (event.type === 'response.output_text.done' ? [event.text] : [])).join();
      }),
    );
    expect(texts.map((text) => text.split(', ').length)).toEqual(Array.from({ length: 40 }, (_, index) => 60 + index));
    // One after the other they would take 16 s at least.
    expect(performance.now() - start).toBeLessThan(12_000);
    expect(model.counts()).toEqual({ total: 40, running: 0, clientClosed: 0 });
  });
});

describe('a client that goes away', () => {
  it('stops the generation of a stream, which is counted', async () => {
    const { client, model } = await started({ tokensPerSecond: 50 });
    const stream = await client.responses.create({ model: NAME, input: 'count to 5000', stream: true });
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') break;
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
    const answer = client.chat.completions.create({ model: NAME, messages: [{ role: 'user', content: 'count to 5000' }] }, { signal: abort.signal });
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
    const body = JSON.stringify({ input: 'count to 5000 and tell me a story of 5000 words', stream: true });
    const response = await fetch(`${model.url}/responses`, { method: 'POST', body, signal: abort.signal });
    expect(response.status).toBe(200);
    abort.abort();
    expect(await model.requests()[0]?.settled).toBe('client_closed');
  });
});

describe('faults', () => {
  const withFault = (fault: Fault, options: DemoModelOptions = {}) => started({ ...options, fault: () => fault });
  const ask = (client: OpenAI) => client.responses.create({ model: NAME, input: 'count to 50' });

  it.each([
    [401, OpenAI.AuthenticationError],
    [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError],
  ])('answers status %i', async (status, kind) => {
    const { client, model } = await withFault({ kind: 'status', status, retryAfterSeconds: 7 });
    const error = await ask(client).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect((error as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('7');
    expect(model.requests()[0]?.outcome).toBe('rejected');
  });

  it('answers garbage', async () => {
    const { model } = await withFault({ kind: 'garbage' });
    const client = new OpenAI({ baseURL: model.url, apiKey: 'any', maxRetries: 0, logLevel: 'off' });
    await expect(ask(client)).rejects.toThrow();
    await expect(eventsOf(client, { input: 'hi' })).rejects.toThrow();
    expect(model.requests().map((record) => record.outcome)).toEqual(['fault', 'fault']);
  });

  it('stalls in the middle until the client has had enough', async () => {
    const { client, model } = await withFault({ kind: 'stall', afterTokens: 3 });
    const abort = new AbortController();
    const stream = await client.responses.create({ model: NAME, input: 'count to 50', stream: true }, { signal: abort.signal });
    let deltas = 0;
    for await (const event of stream) {
      deltas += event.type === 'response.output_text.delta' ? 1 : 0;
      if (deltas === 3) abort.abort();
    }
    expect(deltas).toBe(3);
    expect(await model.requests()[0]?.settled).toBe('client_closed');
  });

  it('stalls from the start', async () => {
    const { model } = await withFault({ kind: 'stall' });
    const client = new OpenAI({ baseURL: model.url, apiKey: 'any', maxRetries: 0, timeout: 100 });
    await expect(ask(client)).rejects.toThrow(OpenAI.APIConnectionError);
    expect(await model.requests()[0]?.settled).toBe('client_closed');
  });

  it('cuts the connection in the middle, or before the first byte', async () => {
    const { client } = await withFault({ kind: 'cut', afterTokens: 3 });
    let deltas = 0;
    const read = async (): Promise<void> => {
      for await (const event of await client.responses.create({ model: NAME, input: 'count to 50', stream: true })) {
        deltas += event.type === 'response.output_text.delta' ? 1 : 0;
      }
    };
    await expect(read()).rejects.toThrow();
    expect(deltas).toBeLessThanOrEqual(3);
    const early = await withFault({ kind: 'cut' });
    await expect(ask(early.client)).rejects.toThrow(OpenAI.APIConnectionError);
  });

  it('can hit one request and spare the next', async () => {
    let requests = 0;
    const { client } = await started({ fault: () => ((requests += 1) === 1 ? { kind: 'status', status: 500 } : undefined) });
    await expect(ask(client)).rejects.toThrow(OpenAI.InternalServerError);
    expect((await ask(client)).status).toBe('completed');
  });
});

describe('the server', () => {
  it('lists its model and reports its health', async () => {
    const { client, model } = await started();
    expect((await client.models.list()).data).toMatchObject([{ id: NAME, object: 'model' }]);
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
    const response = await fetch(`${model.url}/responses`, { method: 'POST', body: JSON.stringify({ input: 'x'.repeat(33 * 1024 * 1024) }) });
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
    await model.close();
    running.splice(0);
    expect(await model.requests()[0]?.settled).toBe('client_closed');
  });
});
