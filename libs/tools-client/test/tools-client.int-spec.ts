import type { ToolCallEvent } from '@frontdesk/contracts';
import { status } from '@grpc/grpc-js';
import { ToolsClient } from '../src/tools-client.js';
import { encodeDescriptor, encodeToolEvent } from '../src/wire.schema.js';
import { ScriptedToolsServer, type CallHandler } from './scripted-tools-server.js';

const INPUT = { tool: 'x', callId: 'call_1', argumentsJson: '{}', grant: 'g', requestId: 'req_1' };
const EFFECTS: ToolCallEvent[] = ['a', 'b'].map((name) => ({ type: 'effect', effect: { type: 'client_effect', name, data: {} } }));
const RESULT: ToolCallEvent = { type: 'result', output: 1, replayed: false };

async function collect(events: AsyncIterable<ToolCallEvent>): Promise<ToolCallEvent[]> {
  const all: ToolCallEvent[] = [];
  for await (const event of events) {
    all.push(event);
  }
  return all;
}

const answering =
  (events: readonly ToolCallEvent[]): CallHandler =>
  (call) => {
    for (const event of events) {
      call.write(encodeToolEvent(event));
    }
    call.end();
  };

describe('ToolsClient', () => {
  let server: ScriptedToolsServer;
  let client: ToolsClient;

  beforeEach(async () => {
    server = new ScriptedToolsServer();
    await server.start();
    client = new ToolsClient(server.url, { listDeadlineMs: 1_500 });
  });
  afterEach(() => {
    client.close();
    server.dispose();
  });

  it('lists the tools', async () => {
    const tool = { name: 'x', description: 'd', parameters: { type: 'object' }, deadlineMs: 1000, progressText: 'p' };
    server.listReply = { tools: [encodeDescriptor(tool)] };
    await expect(client.listTools()).resolves.toEqual([tool]);
  });

  it('gives the events of a call in order and ends after the result', async () => {
    server.onCall = answering([{ type: 'progress', text: 'p', icon: 'search' }, ...EFFECTS, RESULT]);
    await expect(collect(client.callTool(INPUT))).resolves.toEqual([{ type: 'progress', text: 'p', icon: 'search' }, ...EFFECTS, RESULT]);
  });

  it('passes a failure of the tool as an event', async () => {
    const failure: ToolCallEvent = { type: 'failure', code: 'tool_forbidden', message: 'no', retryable: false };
    server.onCall = answering([failure]);
    await expect(collect(client.callTool(INPUT))).resolves.toEqual([failure]);
  });

  it('sends the deadline of the tool over the wire and stops waiting for a silent service', async () => {
    let deadline = 0;
    server.onCall = (call) => {
      deadline = new Date(call.getDeadline()).getTime();
    };
    const askedAt = Date.now();
    // The margin of 5 s on top of a negative deadline leaves 1 s to wait for.
    await expect(collect(client.callTool({ ...INPUT, deadlineMs: -4_000 }))).rejects.toMatchObject({ code: 'tool_deadline' });
    expect(deadline).toBeGreaterThanOrEqual(askedAt + 900); // gRPC sends what is left, and the service adds it to its own clock
    expect(deadline).toBeLessThanOrEqual(Date.now() + 5_000); // of a second that was meant, not of a minute: on a busy machine the call is on its way for a while
  });

  it('takes the deadline from the catalogue when the caller names none', async () => {
    server.listReply = { tools: [encodeDescriptor({ name: 'x', description: '', parameters: {}, deadlineMs: 20_000, progressText: '' })] };
    await client.listTools();
    let remaining = 0;
    server.onCall = (call) => {
      remaining = new Date(call.getDeadline()).getTime() - Date.now();
      answering([RESULT])(call);
    };
    await collect(client.callTool(INPUT));
    expect(remaining).toBeGreaterThan(20_000);
    expect(remaining).toBeLessThanOrEqual(25_000);
  });

  it('cancels the call at the service when the signal aborts, and throws the reason', async () => {
    const abort = new AbortController();
    const reason = new Error('stopped by the user');
    const cancelled = new Promise<void>((resolve) => {
      server.onCall = (call) => {
        call.on('cancelled', resolve);
        abort.abort(reason);
      };
    });
    await expect(collect(client.callTool({ ...INPUT, signal: abort.signal }))).rejects.toBe(reason);
    await cancelled;
  });

  it('sends nothing when the signal is aborted already', async () => {
    let calls = 0;
    server.onCall = () => (calls += 1);
    const reason = new Error('too late');
    await expect(collect(client.callTool({ ...INPUT, signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    await expect(client.listTools({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(calls).toBe(0);
  });

  it('cancels the call when the reader leaves the loop', async () => {
    const cancelled = new Promise<void>((resolve) => {
      server.onCall = (call) => {
        call.on('cancelled', resolve);
        call.write(encodeToolEvent({ type: 'progress', text: 'working' }));
      };
    });
    for await (const event of client.callTool(INPUT)) {
      expect(event.type).toBe('progress');
      break;
    }
    await cancelled;
  });

  it('repeats a call whose connection broke, without giving an effect twice', async () => {
    let attempts = 0;
    server.onCall = (call) => {
      attempts += 1;
      if (attempts === 1) {
        call.write(encodeToolEvent(EFFECTS[0] as ToolCallEvent), () => server.kill());
        return;
      }
      answering([...EFFECTS, { ...RESULT, replayed: true }])(call);
    };
    const events = collect(restartingOnce(client.callTool(INPUT)));
    await expect(events).resolves.toEqual([...EFFECTS, { ...RESULT, replayed: true }]);
    expect(attempts).toBe(2);
  });

  it('repeats a call that a draining service refused', async () => {
    let attempts = 0;
    server.onCall = (call) => {
      attempts += 1;
      if (attempts === 1) {
        call.emit('error', Object.assign(new Error('draining'), { code: status.UNAVAILABLE }));
      } else {
        answering([RESULT])(call);
      }
    };
    await expect(collect(client.callTool(INPUT))).resolves.toEqual([RESULT]);
  });

  it('gives up after a few attempts when nobody answers, within seconds', async () => {
    server.dispose();
    const started = Date.now();
    await expect(collect(client.callTool(INPUT))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(client.listTools()).rejects.toMatchObject({ code: 'unavailable' });
    expect(Date.now() - started).toBeLessThan(8_000);
  });

  it('does not repeat a call that failed for another reason', async () => {
    let attempts = 0;
    server.onCall = (call) => {
      attempts += 1;
      call.emit('error', Object.assign(new Error('defect'), { code: status.UNKNOWN }));
    };
    await expect(collect(client.callTool(INPUT))).rejects.toMatchObject({ code: 'internal' });
    expect(attempts).toBe(1);
  });

  it.each([
    ['a call that ends without a result', (call) => call.end()],
    ['a message it cannot read', (call) => call.write({ effect: { effect_json: '{' } })],
  ] satisfies [string, CallHandler][])('throws "internal" for %s', async (_name, onCall) => {
    server.onCall = onCall;
    await expect(collect(client.callTool(INPUT))).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses oversized arguments without sending them', async () => {
    let calls = 0;
    server.onCall = () => (calls += 1);
    const events = await collect(client.callTool({ ...INPUT, argumentsJson: 'x'.repeat(65 * 1024) }));
    expect(events).toEqual([expect.objectContaining({ type: 'failure', code: 'tool_invalid_arguments' })]);
    expect(calls).toBe(0);
  });

  /** Passes the events on and starts the killed server again after the first. */
  async function* restartingOnce(events: AsyncIterable<ToolCallEvent>): AsyncGenerator<ToolCallEvent> {
    let restarted = false;
    for await (const event of events) {
      yield event;
      if (!restarted) {
        restarted = true;
        await server.start();
      }
    }
  }
});
