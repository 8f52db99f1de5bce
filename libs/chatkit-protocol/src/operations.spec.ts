import {
  chatKitRequestSchema,
  ICON_NAMES,
  isHiddenItem,
  isIcon,
  REQUEST_TYPES,
  resolveActionConfig,
  SUPPORTED,
  threadItemSchema,
  threadItemUpdateSchema,
  threadStreamEventSchema,
} from './index.js';

/** The discriminator's values of a union, also of nested unions. */
function typesOf(schema: ReturnType<typeof JSON.parse>): string[] {
  return schema.def.options ? schema.def.options.flatMap(typesOf) : [...schema.def.shape.type.def.values];
}

describe('what is listed as supported is what the schemas know', () => {
  test.each([
    ['requests', chatKitRequestSchema, 18],
    ['events', threadStreamEventSchema, 12],
    ['items', threadItemSchema, 11],
    ['updates', threadItemUpdateSchema, 10],
  ] as const)('%s', (list, schema, count) => {
    expect(new Set(SUPPORTED[list])).toEqual(new Set(typesOf(schema)));
    expect(SUPPORTED[list]).toHaveLength(count);
  });

  test('no operation is listed twice', () => {
    expect(new Set(REQUEST_TYPES).size).toBe(REQUEST_TYPES.length);
  });
});

describe('icons', () => {
  test('there are 64 names, and the two open prefixes', () => {
    expect(new Set(ICON_NAMES).size).toBe(64);
    for (const icon of ['star', 'clock', 'dot', 'vendor:acme', 'lucide:cat']) {
      expect(isIcon(icon)).toBe(true);
    }
    for (const icon of ['upload', 'code', '', 'Star', 'lucide', 7, null]) {
      expect(isIcon(icon)).toBe(false);
    }
  });
});

test('hidden items are the two kinds for server and model', () => {
  expect(SUPPORTED.items.filter((type) => isHiddenItem({ type }))).toEqual(['hidden_context_item', 'sdk_hidden_context']);
});

test('an action config gets the defaults of the protocol', () => {
  expect(resolveActionConfig({ type: 'a' })).toEqual({
    type: 'a',
    payload: undefined,
    handler: 'server',
    loadingBehavior: 'auto',
    streaming: true,
  });
  expect(resolveActionConfig({ type: 'a', payload: 1, handler: 'client', loadingBehavior: 'none', streaming: false })).toEqual({
    type: 'a',
    payload: 1,
    handler: 'client',
    loadingBehavior: 'none',
    streaming: false,
  });
});
