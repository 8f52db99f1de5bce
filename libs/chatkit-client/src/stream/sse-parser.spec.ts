import fc from 'fast-check';
import { SseParser } from './sse-parser.js';
import type { SseFrame } from './sse-parser.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function parse(...chunks: (string | Uint8Array)[]): SseFrame[] {
  const parser = new SseParser();
  return chunks.flatMap((chunk) => parser.push(typeof chunk === 'string' ? bytes(chunk) : chunk));
}

const data = (...chunks: (string | Uint8Array)[]): string[] => parse(...chunks).map((frame) => frame.data);

test('reads frames with and without ids; an id belongs to its own frame', () => {
  expect(parse('data: a\n\nid: 1-2\ndata: b\n\ndata: c\n\n')).toEqual([
    { data: 'a', id: null },
    { data: 'b', id: '1-2' },
    { data: 'c', id: null },
  ]);
});

test('skips comments, event names, retry times and unknown fields', () => {
  expect(data(': ping\n\nevent: x\nretry: 5\nfoo: bar\nbaz\ndata: a\n\n:\n\n')).toEqual(['a']);
});

test('takes one space after the colon, and only one; joins several data lines', () => {
  expect(data('data:a\ndata:  b\ndata\ndata: c\n\n')).toEqual(['a\n b\n\nc']);
});

test('knows all three line ends, also a CRLF cut in two', () => {
  expect(data('data: a\r\n\r\ndata: b\r\rdata: c\n\n')).toEqual(['a', 'b', 'c']);
  expect(data('data: a\r', '\n\r', '\ndata: b\r', '\n\r\n')).toEqual(['a', 'b']);
});

test('skips a byte order mark', () => {
  expect(data(new Uint8Array([0xef, 0xbb, 0xbf]), 'data: a\n\n')).toEqual(['a']);
});

test('tells when the text ends within a frame', () => {
  const parser = new SseParser();
  for (const [chunk, unfinished] of [
    ['data: a\n\n', false],
    ['da', true],
    ['ta: b', true],
    ['\n', true],
    ['\n', false],
    [': comment\n', false],
  ] as const) {
    parser.push(bytes(chunk));
    expect([chunk, parser.unfinished]).toEqual([chunk, unfinished]);
  }
});

test('gives the same frames wherever the bytes are cut, within lines and characters too', () => {
  const text = 'id: 1-1\r\ndata: {"a":"grüße 😀 \u2028"}\r\n\r\n: hm\ndata: b\n\nid: 1-2\rdata: c\rdata: d\r\r';
  const all = bytes(text);
  const whole = parse(all);
  expect(whole.map((frame) => frame.data)).toEqual(['{"a":"grüße 😀 \u2028"}', 'b', 'c\nd']);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 12 }), (cuts) => {
      const points = [0, ...cuts.sort((a, b) => a - b), all.length];
      expect(parse(...points.slice(1).map((end, at) => all.slice(points[at], end)))).toEqual(whole);
    }),
  );
});
