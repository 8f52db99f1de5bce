import type { ToolCallEvent, ToolDescriptor } from '@frontdesk/contracts';
import { decodeToolEvent, decodeTools, encodeDescriptor, encodeToolEvent } from './wire.schema.js';

describe('messages of the tools service', () => {
  const events: ToolCallEvent[] = [
    { type: 'progress', text: 'Looking' },
    { type: 'progress', text: 'Looking', icon: 'search' },
    { type: 'effect', effect: { type: 'client_effect', name: 'facts_changed', data: {} } },
    { type: 'effect', effect: { type: 'widget', widget: { type: 'Card', children: [] }, copy_text: '18°' } },
    { type: 'effect', effect: { type: 'client_tool', name: 'record_fact', arguments: { fact_id: 'fact_1' } } },
    { type: 'result', output: { a: [1, null] }, replayed: true },
    { type: 'result', output: null, replayed: false },
    { type: 'failure', code: 'tool_failed', message: 'no', retryable: false },
  ];

  it.each(events)('come out as they went in: %j', (event) => {
    expect(decodeToolEvent(encodeToolEvent(event))).toEqual(event);
  });

  it('make an absent output null, which JSON can say', () => {
    expect(decodeToolEvent(encodeToolEvent({ type: 'result', output: undefined, replayed: false }))).toMatchObject({ output: null });
  });

  it('describe tools as they were registered', () => {
    const tool: ToolDescriptor = { name: 'x', description: 'd', parameters: { type: 'object' }, deadlineMs: 5, progressText: 'p' };
    expect(decodeTools({ tools: [encodeDescriptor(tool)] })).toEqual([tool]);
  });

  it.each([
    {},
    { effect: { effect_json: 'not json' } },
    { effect: { effect_json: '{"type":"explode"}' } },
    { result: { output_json: '', replayed: false } },
    { failure: { code: '', message: '', retryable: false } },
  ])('are refused when they are not what the contract says: %j', (message) => {
    expect(() => decodeToolEvent(message)).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});
