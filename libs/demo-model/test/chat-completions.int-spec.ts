import OpenAI from 'openai';
import { NAME, chatTools, started, stopped } from './server-harness.js';

afterEach(() => stopped());

describe('the Chat Completions API', () => {
  it('answers a request with a complete completion', async () => {
    const { client } = await started();
    const completion = await client.chat.completions.create({ model: NAME, messages: [{ role: 'user', content: 'count to 5' }] });
    expect(completion).toMatchObject({
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '1, 2, 3, 4, 5' } }],
      usage: { completion_tokens: 5 },
    });
  });

  it('streams chunks, the reason of the end, and the usage when asked', async () => {
    const { model, client } = await started();
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await client.chat.completions.create({
      model: NAME,
      messages: [{ role: 'user', content: 'count to 5' }],
      stream: true,
      stream_options: { include_usage: true },
    })) {
      chunks.push(chunk);
    }
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('1, 2, 3, 4, 5');
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason ?? null).filter(Boolean)).toEqual(['stop']);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 5 } });
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    const raw = await fetch(`${model.url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], stream: true }),
    });
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
    if (call?.type !== 'function') {
      throw new Error('expected a call');
    }
    messages.push({ role: 'assistant', tool_calls: [call] }, { role: 'tool', tool_call_id: call.id, content: '{"success":true}' });
    const second = await client.chat.completions.create({ model: NAME, messages, tools: chatTools });
    expect(second.choices[0]?.message.content).toMatch(/dark theme is on/);
  });

  it('stops at the limit of tokens', async () => {
    const { client } = await started();
    const completion = await client.chat.completions.create({
      model: NAME,
      messages: [{ role: 'user', content: 'count to 100' }],
      max_completion_tokens: 3,
    });
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '1, 2, 3,' } });
  });
});
