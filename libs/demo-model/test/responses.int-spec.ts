import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { DEMO_MODEL_ID, QUICK_MODEL_ID } from '../src/index.js';
import { NAME, eventsOf, started, stopped, tools } from './server-harness.js';

afterEach(() => stopped());

/** Names of events in order, with a run of equal ones written once. */
const outline = (events: readonly ResponseStreamEvent[]): string[] =>
  events.map((event) => event.type.replace('response.', '')).filter((type, index, all) => type !== all[index - 1]);

describe('the Responses API', () => {
  it('answers a request with a complete response', async () => {
    const { client } = await started();
    const response = await client.responses.create({ model: 'any-name', input: 'count to 5' });
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      model: 'any-name',
      error: null,
      output_text: '1, 2, 3, 4, 5',
    });
    expect(response.output).toMatchObject([
      {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: '1, 2, 3, 4, 5', annotations: [] }],
      },
    ]);
    const usage = response.usage;
    expect(usage?.input_tokens).toBeGreaterThan(0);
    expect(usage?.output_tokens).toBe(5);
    expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + 5);
    expect(response._request_id).toMatch(/^req_/);
  });

  it('shows thoughts when it is asked to, but not as the quick variant', async () => {
    const { client } = await started();
    const reasonsAs = async (model: string) => {
      const { output } = await client.responses.create({ model, input: 'count to 5', reasoning: { summary: 'auto' } });
      return output.map(({ type }) => type);
    };
    expect(await reasonsAs(DEMO_MODEL_ID)).toEqual(['reasoning', 'message']);
    expect(await reasonsAs(QUICK_MODEL_ID)).toEqual(['message']);
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
    expect(last?.type === 'response.completed' && last.response.output).toMatchObject([
      { id: [...ids][0], content: [{ text: '1, 2, 3, 4, 5' }] },
    ]);
    expect(last?.type === 'response.completed' && last.response.usage?.output_tokens).toBe(5);
  });

  it('streams reasoning before parallel calls, each with its own unique id', async () => {
    const { client } = await started();
    const events = await eventsOf(client, { input: "I'm Ada, what's the weather in Rome?", tools, reasoning: { summary: 'auto' } });
    const call = ['output_item.added', 'function_call_arguments.delta', 'function_call_arguments.done', 'output_item.done'];
    const summary = [
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
    ];
    expect(outline(events)).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      ...summary,
      ...summary,
      'output_item.done',
      ...call,
      ...call,
      'completed',
    ]);
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
    if (call?.type !== 'function_call') {
      throw new Error('expected a call');
    }
    expect(JSON.parse(call.arguments)).toEqual({ location: 'Lima', unit: 'fahrenheit' });
    const output = JSON.stringify({ location: 'Lima, Peru', temperature: 71, unit: 'fahrenheit', sample: true });
    const second = await client.responses.create({
      model: NAME,
      input: [question, call, { type: 'function_call_output', call_id: call.call_id, output }],
      tools,
    });
    expect(second.output_text).toMatch(/Lima, Peru it is \*\*71 °F\*\*.*sample data/);
  });

  it('stops at the limit of output tokens and says so', async () => {
    const { client } = await started();
    const response = await client.responses.create({ model: NAME, input: 'count to 100', max_output_tokens: 10 });
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output_text: '1, 2, 3, 4, 5, 6, 7, 8, 9, 10,',
    });
    const events = await eventsOf(client, { input: 'count to 100', max_output_tokens: 10 });
    expect(events.at(-1)?.type).toBe('response.incomplete');
  });
});
