import OpenAI from 'openai';
import { type DemoModelOptions, type Fault } from '../src/index.js';
import { NAME, eventsOf, started, stopped } from './server-harness.js';

afterEach(() => stopped());

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
      if (deltas === 3) {
        abort.abort();
      }
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
