import { parseJsonBody } from './json-body.js';

const parse = (text: string) => parseJsonBody(Buffer.from(text));
const refusal = (message: string) => expect.objectContaining({ code: 'invalid_request', param: 'body', message });

describe('a JSON body', () => {
  it('is read as it is', () => {
    expect(parse('{"a":[1,null,"ü 😀 \u2028",{"b":true}]}')).toEqual({ a: [1, null, 'ü 😀 \u2028', { b: true }] });
    expect(parse('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it.each(['{"a":', '{a:1}', "{'a':1}", '[1,]', 'NaN', '{"a":1}x'])('that is none is refused: %s', (text) => {
    expect(() => parse(text)).toThrow(refusal('The body is not valid JSON.'));
  });

  it('that is missing is refused', () => {
    for (const body of [undefined, null, Buffer.alloc(0)]) {
      expect(() => parseJsonBody(body)).toThrow(refusal('The body is empty; a JSON object is expected.'));
    }
  });

  it('may be 100 levels deep and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parse(nested(100))).not.toThrow();
    expect(() => parse(nested(101))).toThrow(refusal('The body is nested deeper than 100 levels.'));
    expect(() => parse('{"a":'.repeat(5_000_000 / 100))).toThrow(refusal('The body is nested deeper than 100 levels.'));
  });

  it('may hold any number of brackets in its texts', () => {
    const text = '[{"\\'.repeat(200);
    expect(parse(JSON.stringify({ text, [text]: [] }))).toEqual({ text, [text]: [] });
  });

  it('loses what no store can keep, in values and in names, and nothing else', () => {
    expect(parse('{"a\\u0000":["\\u0000x\\ud800","\\udc00\\ud83d\\ude00\\ud83d"],"\\\\u0000":1}')).toEqual({
      a: ['x\uFFFD', '\uFFFD😀\uFFFD'],
      '\\u0000': 1,
    });
  });
});
