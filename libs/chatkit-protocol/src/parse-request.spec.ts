import fc from 'fast-check';
import { isStreamingRequest, JSON_REQUEST_TYPES, parseRequest, STREAMING_REQUEST_TYPES } from './index.js';

const input = { content: [{ type: 'input_text', text: 'hi' }], attachments: [], inference_options: {} };
const create = (changes: object) => ({ type: 'threads.create', params: { input: { ...input, ...changes } } });

/** What an assertion may look into freely. */
type Loose = ReturnType<typeof JSON.parse>;

/** The parameters after parsing; fails the test when the request is refused. */
function params(json: unknown): Loose {
  const result = parseRequest(json);
  if (!result.ok) {
    throw new Error(`refused: ${result.error.param} ${result.error.reason}`);
  }
  return result.request.params;
}

function refusal(json: unknown): { param: string | undefined; reason: string } {
  const result = parseRequest(json);
  if (result.ok) {
    throw new Error('accepted');
  }
  return result.error;
}

const MINIMAL: Record<string, object> = {
  'threads.create': { input },
  'threads.add_user_message': { thread_id: 't', input },
  'threads.add_client_tool_output': { thread_id: 't', result: null },
  'threads.add_structured_input': { thread_id: 't', item_id: 'i', input: {} },
  'threads.retry_after_item': { thread_id: 't', item_id: 'i' },
  'threads.custom_action': { thread_id: 't', action: { type: 'a' } },
  'runs.stream': { thread_id: 't' },
  'threads.get_by_id': { thread_id: 't' },
  'threads.list': {},
  'items.list': { thread_id: 't' },
  'items.feedback': { thread_id: 't', item_ids: [], kind: 'positive' },
  'attachments.create': { name: 'n', size: 1, mime_type: 'm' },
  'attachments.delete': { attachment_id: 'a' },
  'threads.update': { thread_id: 't', title: '' },
  'threads.delete': { thread_id: 't' },
  'input.transcribe': { audio_base64: '', mime_type: 'audio/webm' },
  'threads.sync_custom_action': { thread_id: 't', action: { type: 'a' } },
  'runs.cancel': { thread_id: 't' },
};

describe('operations', () => {
  test.each([...STREAMING_REQUEST_TYPES, ...JSON_REQUEST_TYPES])('%s is read with the least it needs', (type) => {
    const result = parseRequest({ type, params: MINIMAL[type] });
    expect(result).toMatchObject({ ok: true, request: { type, metadata: {} } });
    expect(result.ok && isStreamingRequest(result.request)).toBe((STREAMING_REQUEST_TYPES as readonly string[]).includes(type));
  });

  test.each(Object.entries(MINIMAL).flatMap(([type, all]) => Object.keys(all).map((key) => [type, key])))(
    '%s names a missing %s',
    (type, key) => {
      const { [key]: _, ...rest } = MINIMAL[type] as Record<string, unknown>;
      expect(refusal({ type, params: rest })).toEqual({ param: `params.${key}`, reason: 'is required' });
    },
  );
});

describe('envelope', () => {
  test.each([null, 3, 'x', [], undefined])('%j is no request', (json) => {
    expect(parseRequest(json).ok).toBe(false);
  });

  test('names a missing, an unknown and a non-text type', () => {
    expect(refusal({ params: {} })).toEqual({ param: 'type', reason: 'is required' });
    expect(refusal({ type: 'threads.explode', params: {} })).toEqual({ param: 'type', reason: 'is not a known value' });
    expect(refusal({ type: 7, params: {} }).param).toBe('type');
  });

  test('demands params, even where all of them are optional', () => {
    expect(refusal({ type: 'threads.list' })).toEqual({ param: 'params', reason: 'is required' });
    expect(refusal({ type: 'threads.list', params: null })).toEqual({ param: 'params', reason: 'expected object, received null' });
  });

  test('takes metadata that is absent or an object, and refuses null', () => {
    expect(parseRequest({ type: 'threads.list', params: {}, metadata: { a: null } }).ok).toBe(true);
    expect(refusal({ type: 'threads.list', params: {}, metadata: null }).param).toBe('metadata');
  });

  test('ignores unknown fields at every level', () => {
    const content = [{ type: 'input_text', text: 'hi', extra: 1 }];
    expect(params({ type: 'threads.create', stream: true, params: { extra: 1, input: { ...input, content, extra: 1 } } })).toEqual({
      input: { ...input, content: [{ type: 'input_text', text: 'hi' }] },
    });
  });
});

describe('user input', () => {
  test('names the field deep inside', () => {
    expect(refusal(create({ content: [{ type: 'input_text', text: 5 }] }))).toEqual({
      param: 'params.input.content.0.text',
      reason: 'expected string, received number',
    });
    expect(refusal(create({ content: [{ type: 'input_text', text: 'a' }, { type: 'input_video' }] })).param).toBe(
      'params.input.content.1.type',
    );
  });

  test('demands attachments and inference options, and refuses null for them', () => {
    for (const key of ['attachments', 'inference_options']) {
      expect(refusal(create({ [key]: null })).param).toBe(`params.input.${key}`);
      expect(refusal(create({ [key]: undefined }))).toEqual({ param: `params.input.${key}`, reason: 'is required' });
    }
  });

  test('takes an empty content, and null where a field is optional', () => {
    expect(params(create({ content: [], quoted_text: null, inference_options: { model: null, tool_choice: null } })).input).toEqual({
      content: [],
      attachments: [],
      inference_options: {},
    });
  });

  test('gives a tag without data an empty map, and keeps nulls inside data', () => {
    const tag = { type: 'input_tag', id: 'a', text: 'b' };
    expect(params(create({ content: [tag] })).input.content[0]).toEqual({ ...tag, data: {}, interactive: false });
    expect(params(create({ content: [{ ...tag, data: { x: null } }] })).input.content[0].data).toEqual({ x: null });
  });
});

describe('coercion', () => {
  const limit = (value: unknown): number => params({ type: 'threads.list', params: { limit: value } }).limit as number;

  test.each([
    [undefined, 20],
    [null, 20],
    [0, 20],
    ['5', 5],
    [2.0, 2],
    ['3.0', 3],
    [true, 1],
    [1000, 100],
    [-4, 1],
    [100, 100],
  ])('limit %j becomes %j', (wish, rows) => {
    expect(limit(wish)).toBe(rows);
  });

  test.each([2.5, '2.5', 'many', '', {}, Number.NaN])('limit %j is refused', (wish) => {
    expect(refusal({ type: 'items.list', params: { thread_id: 't', limit: wish } }).param).toBe('params.limit');
  });

  test('text is never made from other kinds', () => {
    for (const title of [null, 5, true, {}]) {
      expect(refusal({ type: 'threads.update', params: { thread_id: 't', title } }).param).toBe('params.title');
    }
  });

  test('order defaults to the newest first and knows two values', () => {
    expect(params({ type: 'threads.list', params: {} })).toMatchObject({ order: 'desc' });
    expect(refusal({ type: 'threads.list', params: { order: 'up' } })).toEqual({
      param: 'params.order',
      reason: 'expected one of "asc", "desc"',
    });
  });
});

describe('single operations', () => {
  test('an action needs a type, loses unknown keys, and has a null payload when none came', () => {
    const act = (action: unknown, more: object = {}) => ({ type: 'threads.custom_action', params: { thread_id: 't', action, ...more } });
    expect(refusal(act({}))).toEqual({ param: 'params.action.type', reason: 'is required' });
    expect(refusal(act({ type: 7 })).param).toBe('params.action.type');
    expect(params(act({ type: 'a', handler: 'server', streaming: false })).action).toEqual({ type: 'a', payload: null });
    expect(params(act({ type: 'a', payload: { x: null } })).action.payload).toEqual({ x: null });
  });

  test.each([[undefined], [null], ['']])('an action with item_id %j has no item', (item_id) => {
    expect(
      params({ type: 'threads.sync_custom_action', params: { thread_id: 't', item_id, action: { type: 'a' } } }).item_id,
    ).toBeUndefined();
  });

  test('feedback and structured input know their values only', () => {
    expect(refusal({ type: 'items.feedback', params: { thread_id: 't', item_ids: ['a'], kind: 'meh' } }).param).toBe('params.kind');
    expect(
      refusal({ type: 'threads.add_structured_input', params: { thread_id: 't', item_id: 'i', input: { status: 'pending' } } }).param,
    ).toBe('params.input.status');
  });

  test('answers of structured input get their defaults', () => {
    const answered = params({
      type: 'threads.add_structured_input',
      params: { thread_id: 't', item_id: 'i', input: { answers: { q: {}, r: { values: ['x'] } } } },
    });
    expect(answered.input).toEqual({
      status: 'answered',
      answers: { q: { values: [], skipped: false }, r: { values: ['x'], skipped: false } },
    });
  });

  test('reasons never repeat what was sent', () => {
    const secret = 'hunter2';
    for (const json of [
      { type: secret, params: {} },
      { type: 'threads.list', params: { order: secret } },
      { type: 'threads.list', params: { limit: secret } },
    ]) {
      expect(JSON.stringify(refusal(json))).not.toContain(secret);
    }
  });
});

test('no JSON value makes it throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(MINIMAL)), fc.jsonValue(), (type, value) => {
      const result = parseRequest({ type, params: value });
      expect(typeof result.ok).toBe('boolean');
    }),
  );
});
