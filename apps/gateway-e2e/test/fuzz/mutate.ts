import type { Random } from './random.js';

/** A request as bytes, and what of its envelope is not as it should be. */
export interface Mutant {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
}

type Json = unknown;
type Slot = { readonly holder: Record<string, Json> | Json[]; readonly key: string | number };

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const ODD_VALUES: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  2.5,
  1e21,
  -1e308,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  'NaN',
  'null',
  'true',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\u202eabc',
  '👩‍👩‍👧‍👦',
  "' OR 1=1 --",
  '%00',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'thr_none',
  'msg_none',
  '2026-11-25T10:00:00Z',
  'x'.repeat(10_000),
  [],
  {},
  [[]],
  [null],
  { type: null },
  { __proto__: null },
  { length: -1 },
  { then: 1 },
  { toJSON: 1 },
  Array.from({ length: 300 }, () => 'x'),
];

/** A copy: the next round may spoil it, too. */
const oddValue = (random: Random): Json => structuredClone(random.pick(ODD_VALUES));

const ODD_KEYS: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  'then',
  'type',
  'params',
  'metadata',
  '',
  ' ',
  'Thread_id',
  'limit',
  'data',
  '\u0000',
  'x'.repeat(1_000),
];

/** Placeholders that only text can be: what JSON.stringify would not write. */
const RAW = [
  '1e999',
  '-0',
  '00',
  deep(200),
  deep(60_000),
  `"${'\\u0000'.repeat(20)}"`,
  '"\\ud800"',
  '9'.repeat(400),
  '0.1e-999',
  '{"a":1,"a":2}',
  '{"__proto__":{"isAdmin":true}}',
];

/** A valid request, spoiled in one way mostly, in up to three sometimes: most are to get past the first check. */
export function mutate(random: Random, corpus: readonly object[]): Mutant {
  const tree = structuredClone(random.pick(corpus));
  const raw = new Map<string, string>();
  do {
    spoil(random, tree, corpus, raw);
  } while (raw.size < 2 && random.chance(0.3));
  let text = JSON.stringify(tree);
  raw.forEach((value, placeholder) => (text = text.replaceAll(JSON.stringify(placeholder), value)));
  const body = random.chance(0.08) ? spoilBytes(random, Buffer.from(text)) : Buffer.from(text);
  return {
    body,
    headers: random.chance(0.05) ? random.pick(ODD_HEADERS) : {},
    path: random.chance(0.05) ? '/v1/chatkit/conversation' : '/chatkit',
  };
}

const ODD_HEADERS: ReadonlyArray<Readonly<Record<string, string>>> = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-encoding': 'gzip' },
  { authorization: 'Bearer ck_0_none' },
  { authorization: 'Basic eDp5' },
  { authorization: '' },
  { accept: 'text/html' },
  { 'accept-language': 'x'.repeat(2_000) },
  { 'frontdesk-resume': '2' },
  { 'x-request-id': '../..\t' },
  { 'x-forwarded-for': 'not an address' },
];

function spoil(random: Random, tree: object, corpus: readonly object[], raw: Map<string, string>): void {
  const all = slotsOf(tree);
  const inner = all.filter(({ holder }) => holder !== tree);
  const slots = inner.length > 0 && random.chance(0.85) ? inner : all;
  if (slots.length === 0) {
    return; // an earlier round left nothing
  }
  const slot = random.pick(slots);
  switch (random.below(8)) {
    case 0:
    case 1:
      return put(slot, oddValue(random));
    case 2: {
      const placeholder = `raw ${raw.size}`;
      raw.set(placeholder, random.pick(RAW));
      return put(slot, placeholder);
    }
    case 3:
      return remove(slot);
    case 4:
      return rename(random, slot);
    case 5:
      return put(slot, structuredClone(random.pick(slotsOf(random.pick(corpus)).map(valueOf))));
    case 6:
      return add(random, valueOf(slot));
    default:
      return put(slot, stretched(valueOf(slot)));
  }
}

function slotsOf(value: Json): Slot[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const holder = value as Record<string, Json> | Json[];
  const keys = Array.isArray(holder) ? holder.map((_, index) => index) : Object.keys(holder);
  return keys.flatMap((key) => [{ holder, key }, ...slotsOf(valueOf({ holder, key }))]);
}

const valueOf = ({ holder, key }: Slot): Json => (holder as Record<string | number, Json>)[key];

function put({ holder, key }: Slot, value: Json): void {
  (holder as Record<string | number, Json>)[key] = value;
}

function remove({ holder, key }: Slot): void {
  if (Array.isArray(holder)) {
    holder.splice(Number(key), 1);
  } else {
    delete holder[key];
  }
}

function rename(random: Random, slot: Slot): void {
  const value = valueOf(slot);
  remove(slot);
  if (!Array.isArray(slot.holder)) {
    slot.holder[random.pick(ODD_KEYS)] = value;
  }
}

function add(random: Random, value: Json): void {
  if (Array.isArray(value)) {
    value.push(oddValue(random));
  } else if (typeof value === 'object' && value !== null) {
    Object.defineProperty(value, random.pick(ODD_KEYS), {
      value: oddValue(random),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}

/** Much more of the same. */
function stretched(value: Json): Json {
  if (typeof value === 'string') {
    return value.repeat(500).slice(0, 40_000);
  }
  return Array.isArray(value) ? Array.from({ length: 150 }, () => value[0] as Json) : [value, value];
}

function spoilBytes(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length);
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1: {
      const copy = Buffer.from(bytes);
      copy[at] = random.below(256);
      return copy;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes, bytes]);
    case 4:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    default:
      return Buffer.from(bytes.toString('utf8'), 'utf16le');
  }
}
