import { hasTextDelta, toSse } from './sse-frames.js';

describe('frames as bytes', () => {
  it('are one data line and a blank line each', () => {
    expect(toSse(['{"type":"a"}', '{"type":"b"}'], null)).toBe('data: {"type":"a"}\n\ndata: {"type":"b"}\n\n');
  });

  it('of one entry carry its cursor on the last of them alone', () => {
    expect(toSse(['{"n":1}', '{"n":2}', '{"n":3}'], '7-42')).toBe('data: {"n":1}\n\ndata: {"n":2}\n\nid: 7-42\ndata: {"n":3}\n\n');
  });

  it('are nothing for no events', () => {
    expect(toSse([], '1-1')).toBe('');
  });
});

describe('a text delta', () => {
  const delta = '{"type":"thread.item.updated","item_id":"m","update":{"type":"assistant_message.content_part.text_delta","content_index":0,"delta":"x"}}';

  it('is recognised without parsing, anywhere in an entry', () => {
    expect(hasTextDelta(['{"type":"progress_update"}', delta])).toBe(true);
    expect(hasTextDelta(['{"type":"progress_update"}'])).toBe(false);
  });

  it('is not what somebody merely wrote', () => {
    expect(hasTextDelta([JSON.stringify({ type: 'progress_update', text: delta })])).toBe(false);
  });
});
