import { ATTACHMENT, FULL_TURN, ONE_MESSAGE, PAGES, SMALL_EVENTS, STRUCTURED_INPUT, TOOL_CALLS } from '../test/golden.js';
import { encodeEvent, sseFrame, toWire, WireError } from './index.js';
import type { ThreadItemInput, ThreadStreamEventInput } from './index.js';

const base = { id: 'x', thread_id: 't', created_at: '2026-03-01T10:20:30Z' };
const done = (item: ThreadItemInput): ThreadStreamEventInput => ({ type: 'thread.item.done', item });
const read = (event: ThreadStreamEventInput) => JSON.parse(encodeEvent(event));

describe('encodeEvent', () => {
  test.each([...ONE_MESSAGE, ...FULL_TURN, ...TOOL_CALLS, ...STRUCTURED_INPUT, ...SMALL_EVENTS])(
    'writes the reference frame byte for byte: %s',
    (frame) => {
      expect(encodeEvent(JSON.parse(frame) as ThreadStreamEventInput)).toBe(frame);
    },
  );

  test('writes every default, also those that were left out', () => {
    expect(encodeEvent({ type: 'error' })).toBe('{"type":"error","code":"custom","allow_retry":false}');
    expect(encodeEvent({ type: 'client_effect', name: 'n' })).toBe('{"type":"client_effect","name":"n","data":{}}');
    expect(read(done({ ...base, type: 'client_tool_call', call_id: 'c', name: 'n', arguments: {} })).item.status).toBe('pending');
    expect(
      read(done({ ...base, type: 'user_message', content: [{ type: 'input_tag', id: 'a', text: 'b' }], inference_options: {} })).item,
    ).toEqual({
      ...base,
      type: 'user_message',
      content: [{ type: 'input_tag', id: 'a', text: 'b', data: {}, interactive: false }],
      attachments: [],
      inference_options: {},
    });
    expect(
      read(done({ ...base, type: 'workflow', workflow: { type: 'custom', tasks: [{ type: 'web_search' }, { type: 'file' }] } })).item
        .workflow,
    ).toEqual({
      type: 'custom',
      tasks: [
        { status_indicator: 'none', type: 'web_search', queries: [], sources: [] },
        { status_indicator: 'none', type: 'file', sources: [] },
      ],
      expanded: false,
    });
  });

  test('leaves out null model fields at every depth', () => {
    const frame = encodeEvent(
      done({
        ...base,
        type: 'user_message',
        content: [{ type: 'input_tag', id: 'a', text: 'b', data: null, group: null }],
        attachments: [{ type: 'file', id: 'f', name: 'n', mime_type: 'm', upload_descriptor: null, thread_id: null }],
        quoted_text: null,
        inference_options: { tool_choice: null, model: null },
      }),
    );
    expect(frame).not.toContain('null');
    expect(JSON.parse(frame).item.inference_options).toEqual({});
  });

  test('keeps nulls inside free-form maps', () => {
    const frame = encodeEvent(
      done({
        ...base,
        type: 'user_message',
        content: [{ type: 'input_tag', id: 'a', text: 'b', data: { x: null } }],
        inference_options: {},
      }),
    );
    expect(frame).toContain('"data":{"x":null}');
  });

  test('drops a null tool output but keeps nulls below its top level, and false, 0 and the empty string', () => {
    const output = (value: unknown): unknown =>
      read(done({ ...base, type: 'client_tool_call', call_id: 'c', name: 'n', arguments: {}, output: value })).item;
    expect(output(null)).not.toHaveProperty('output');
    expect(output([null])).toHaveProperty('output', [null]);
    for (const value of [false, 0, '']) {
      expect(output(value)).toHaveProperty('output', value);
    }
  });

  test('prunes nulls inside widgets: nested props, list elements, action payloads', () => {
    const widget = {
      type: 'Card' as const,
      size: null,
      children: [{ type: 'Button', onClickAction: { type: 'a', payload: { a: null, b: [1, null, { c: null }] } } }],
    };
    expect(read(done({ ...base, type: 'widget', widget, copy_text: null })).item.widget).toEqual({
      type: 'Card',
      children: [{ type: 'Button', onClickAction: { type: 'a', payload: { b: [1, {}] } } }],
    });
  });

  test('keeps empty lists, maps and strings', () => {
    const thread = { id: 't', created_at: base.created_at, title: '', allowed_image_domains: [], items: { data: [], has_more: false } };
    expect(read({ type: 'thread.updated', thread }).thread).toMatchObject({ title: '', allowed_image_domains: [] });
  });

  test('stays on one line: newlines and control characters escaped, other text raw', () => {
    const text = 'a\n"b"\u0001\u2028\u2029 😀 </script>';
    const frame = encodeEvent({ type: 'notice', level: 'info', message: text });
    expect(frame).not.toMatch(/[\n\r\u0001]/);
    expect(frame).toContain('\u2028\u2029 😀 </script>');
    expect(JSON.parse(frame).message).toBe(text);
  });

  test('never shows private metadata of threads and attachments', () => {
    const secret = { owner: 'private' };
    const attachment = { type: 'file' as const, id: 'f', name: 'n', mime_type: 'm', metadata: secret };
    const thread = { id: 't', created_at: base.created_at, metadata: secret, items: { data: [], has_more: false } };
    expect(read({ type: 'thread.created', thread }).thread.metadata).toEqual({});
    const frame = encodeEvent(done({ ...base, type: 'user_message', content: [], attachments: [attachment], inference_options: {} }));
    expect(frame).not.toContain('metadata');
    expect(toWire(attachment)).not.toHaveProperty('metadata');
  });

  test.each(['thread.item.added', 'thread.item.done', 'thread.item.replaced'] as const)('refuses a hidden item in %s', (type) => {
    expect(() => encodeEvent({ type, item: { ...base, type: 'sdk_hidden_context', content: 'secret' } })).toThrow(/must not be sent/);
    expect(() => encodeEvent({ type, item: { ...base, type: 'hidden_context_item', content: null } })).toThrow(/must not be sent/);
  });

  test('refuses an unknown icon and says where it is, without repeating values', () => {
    const event = { type: 'progress_update', icon: 'upload', text: 'private words' } as unknown as ThreadStreamEventInput;
    expect(() => encodeEvent(event)).toThrow(WireError);
    expect(() => encodeEvent(event)).toThrow(/^An event does not fit the protocol: icon expected an icon name/);
    expect(() => encodeEvent(event)).not.toThrow(/private words/);
  });

  test('reads a summary with a title as the first kind, whatever else it has', () => {
    const summary = { title: 'Done', duration: 3 };
    expect(read(done({ ...base, type: 'workflow', workflow: { type: 'custom', tasks: [], summary } })).item.workflow.summary).toEqual({
      title: 'Done',
    });
  });
});

describe('times', () => {
  const written = (created_at: string | number | Date): string =>
    read(done({ ...base, created_at, type: 'end_of_turn' })).item.created_at as string;

  test('are written in UTC with Z, whatever they came as', () => {
    expect(written(new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6)))).toBe('2026-01-02T03:04:05.006Z');
    expect(written('2026-01-02T03:04:05+02:00')).toBe('2026-01-02T01:04:05.000Z');
    expect(written(1_767_323_045)).toBe('2026-01-02T03:04:05.000Z');
    expect(written(1_767_323_045_000)).toBe('2026-01-02T03:04:05.000Z');
  });

  test('keep their precision when already in UTC, and their wording when only their writer knows the zone', () => {
    expect(written('2026-01-02T03:04:05.123456Z')).toBe('2026-01-02T03:04:05.123456Z');
    expect(written('2026-01-02T03:04:05.246775')).toBe('2026-01-02T03:04:05.246775');
    expect(written('2026-01-02')).toBe('2026-01-02');
  });

  test('refuse what is no time', () => {
    expect(() => written('yesterday')).toThrow(WireError);
    expect(() => written(Number.NaN)).toThrow(WireError);
    expect(() => written(new Date('x'))).toThrow(WireError);
  });
});

describe('toWire', () => {
  test('writes an attachment with its URLs in normal form', () => {
    const value = toWire({
      id: 'atc_1',
      name: 'n',
      mime_type: 'image/png',
      type: 'image',
      upload_descriptor: { url: 'https://example.org/up load?x=ü', method: 'POST' },
      preview_url: 'https://example.org',
    });
    expect(JSON.stringify(value)).toBe(ATTACHMENT);
  });

  test('allows any scheme and paths of the own origin, but no other text', () => {
    const image = (preview_url: string) => toWire({ id: 'a', name: 'n', mime_type: 'm', type: 'image', preview_url });
    expect(image('data:image/png;base64,AA==')).toHaveProperty('preview_url', 'data:image/png;base64,AA==');
    expect(image('/files/a?x=1')).toHaveProperty('preview_url', '/files/a?x=1');
    expect(() => image('not a url')).toThrow(/preview_url expected a URL/);
  });

  test.each(PAGES)('writes a page: %s', (page) => {
    expect(JSON.stringify(toWire(JSON.parse(page) as never))).toBe(page);
    expect(JSON.stringify(toWire({ ...JSON.parse(page), after: JSON.parse(page).after ?? null } as never))).toBe(page);
  });

  test('writes threads and pages of threads', () => {
    const thread = { id: 't', created_at: new Date(0), title: null, metadata: { a: 1 }, items: { data: [], has_more: false } };
    const wire = {
      id: 't',
      created_at: '1970-01-01T00:00:00.000Z',
      status: { type: 'active' },
      metadata: {},
      items: { data: [], has_more: false },
    };
    expect(JSON.parse(JSON.stringify(toWire(thread)))).toEqual(wire);
    expect(JSON.parse(JSON.stringify(toWire({ data: [thread], has_more: false })))).toEqual({ data: [wire], has_more: false });
  });

  test('refuses hidden items in pages, threads and replies', () => {
    const hidden = { ...base, type: 'hidden_context_item' as const, content: 'secret' };
    const items = { data: [hidden], has_more: false };
    expect(() => toWire(items)).toThrow(/must not be sent/);
    expect(() => toWire({ id: 't', created_at: 0, items })).toThrow(/must not be sent/);
    expect(() => toWire({ updated_item: hidden })).toThrow(/must not be sent/);
  });

  test('writes the small replies', () => {
    expect(JSON.stringify(toWire({}))).toBe('{}');
    expect(JSON.stringify(toWire({ text: 'hello' }))).toBe('{"text":"hello"}');
    expect(JSON.stringify(toWire({ updated_item: null }))).toBe('{}');
    expect(JSON.stringify(toWire({ updated_item: { ...base, type: 'end_of_turn' } }))).toContain('"updated_item":{"id":"x"');
  });
});

describe('sseFrame', () => {
  test('is one data line and a blank line, with an id line only when asked for', () => {
    expect(sseFrame('{"a":1}')).toBe('data: {"a":1}\n\n');
    expect(sseFrame('{"a":1}', '1-2')).toBe('id: 1-2\ndata: {"a":1}\n\n');
  });
});
