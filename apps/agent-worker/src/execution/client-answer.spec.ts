import type { ClientToolCallItem } from '@frontdesk/chatkit-protocol';
import type { AgentInputItem } from '@openai/agents';
import { CHECKPOINT_VERSION, NO_USAGE, parseCheckpoint, type Checkpoint } from './checkpoint.schema.js';
import { withClientAnswer } from './client-answer.js';

const call = (id: string): AgentInputItem => ({ type: 'function_call', callId: id, name: 'n', arguments: '{}', status: 'completed' });
const result = (id: string, output: unknown): AgentInputItem => ({
  type: 'function_call_result',
  callId: id,
  name: 'n',
  status: 'completed',
  output: output as string,
});

const checkpoint = (...outputs: unknown[]): Checkpoint => ({
  version: CHECKPOINT_VERSION,
  itemIds: ['a'],
  modelCalls: 1,
  usage: NO_USAGE,
  history: outputs.flatMap((output, index) => [call(`call_${index}`), result(`call_${index}`, output)]),
  clientCalls: outputs.map((_, index) => ({ kind: 'client_tool', id: `tc_${index}`, call_id: `call_${index}`, name: 'n', arguments: {} })),
});

const answered = (index: number, output: unknown): ClientToolCallItem => ({
  id: `tc_${index}`,
  thread_id: 't',
  created_at: '2026-11-22T10:00:00.000Z',
  type: 'client_tool_call',
  status: 'completed',
  call_id: `call_${index}`,
  name: 'n',
  arguments: {},
  output,
});

const outputsOf = (value: Checkpoint) =>
  value.history.flatMap((item) => (item.type === 'function_call_result' ? [JSON.parse(item.output as string) as unknown] : []));

describe("the client's answer", () => {
  it.each([
    ['joins the fields of the result', '{"fact_id":"f"}', { fact_id: 'f', client_output: { ok: true } }],
    ['stands beside a result that is no object', '[1]', { result: [1], client_output: { ok: true } }],
    ['stands beside a result that is no JSON', 'plain', { result: 'plain', client_output: { ok: true } }],
    ['joins a result that the SDK wrapped', { type: 'text', text: '{"a":1}' }, { a: 1, client_output: { ok: true } }],
  ])('%s', (_name, output, expected) => {
    expect(outputsOf(withClientAnswer(checkpoint(output), answered(0, { ok: true })))).toEqual([expected]);
  });

  it('leaves the other calls open, in order', () => {
    const after = withClientAnswer(checkpoint('{}', '{}', '{}'), answered(0, 1));
    expect(after.clientCalls.map((one) => one.id)).toEqual(['tc_1', 'tc_2']);
    expect(outputsOf(after)).toEqual([{ client_output: 1 }, {}, {}]);
  });

  it('is not joined twice', () => {
    const once = withClientAnswer(checkpoint('{"a":1}'), answered(0, 'x'));
    expect(withClientAnswer(once, answered(0, 'x'))).toBe(once);
  });

  it('says so when there is none', () => {
    expect(outputsOf(withClientAnswer(checkpoint('{}'), answered(0, undefined)))).toEqual([{ client_output: null }]);
  });
});

describe('a checkpoint', () => {
  it('survives Postgres', () => {
    const value = checkpoint('{}');
    expect(parseCheckpoint(JSON.parse(JSON.stringify(value)))).toEqual(value);
  });

  it.each([
    ['none', null],
    ['one of another version', { ...checkpoint('{}'), version: 2 }],
    ['a broken one', { version: 1 }],
  ])('is not continued from: %s', (_name, value) => {
    expect(parseCheckpoint(value)).toBeNull();
  });
});
