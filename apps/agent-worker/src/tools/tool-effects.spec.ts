import { toolItemId } from './tool-item-id.js';
import { effectOutcome, type EffectOrigin } from './tool-effects.js';
import { errorText, withClientOutput } from './tool-output.js';

const origin = (fields: Partial<EffectOrigin> = {}): EffectOrigin => ({
  runId: 'run_1',
  threadId: 'thr_1',
  callId: 'call_1',
  index: 0,
  now: new Date(0),
  ...fields,
});
const widget = { type: 'widget' as const, widget: { type: 'Card', children: [] }, copy_text: 'text' };

describe('effects of a tool', () => {
  it('put a widget into the chat, the same one when the call is repeated', () => {
    const first = effectOutcome(widget, origin());
    expect(first).toMatchObject({
      kind: 'event',
      event: { type: 'thread.item.done', item: { type: 'widget', thread_id: 'thr_1', copy_text: 'text', widget: widget.widget } },
    });
    expect(effectOutcome(widget, origin())).toEqual(first);
    const ids = [origin(), origin({ index: 1 }), origin({ callId: 'call_2' }), origin({ runId: 'run_2' })].map((from) =>
      toolItemId('msg', from.runId, from.callId, from.index),
    );
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toMatch(/^msg_[0-9a-z]{20,26}$/);
  });

  it('refuse a widget that is none', () => {
    expect(() => effectOutcome({ type: 'widget', widget: { type: 'Nonsense' } }, origin())).toThrow();
  });

  it('pass a client effect on with its nulls', () => {
    expect(effectOutcome({ type: 'client_effect', name: 'n', data: { a: null } }, origin())).toEqual({
      kind: 'event',
      event: { type: 'client_effect', name: 'n', data: { a: null } },
    });
  });

  it("ask the client under the call's own id", () => {
    expect(effectOutcome({ type: 'client_tool', name: 'n', arguments: { a: 1 } }, origin())).toEqual({
      kind: 'client_call',
      call: { id: toolItemId('tc', 'run_1', 'call_1', 0), call_id: 'call_1', name: 'n', arguments: { a: 1 } },
    });
  });
});

it('tells the model of trouble in the words of the error table', () => {
  expect(JSON.parse(errorText(new Error('connect ECONNREFUSED 10.0.0.7')))).toEqual({
    error: { code: 'tool_failed', message: 'The tool failed.', retryable: false },
  });
});

it('keeps a result that is null apart from what the client says', () => {
  expect(JSON.parse(withClientOutput('null', 'x'))).toEqual({ result: null, client_output: 'x' });
});
