import { parseWidgetTemplate } from './widget-template.js';
import type { WidgetTemplate } from './widget-template.js';
import { WidgetTemplateError } from './widget-template-error.js';

const template = (source: string): WidgetTemplate => parseWidgetTemplate({ version: '1.0', name: 'Greeting', template: source });

/** The one value that a template puts into a text. */
const valueOf = (expression: string, data?: Record<string, unknown>): unknown =>
  template(`{"type":"Basic","value":${expression}}`).build(data)['value'];

function failure(run: () => unknown): WidgetTemplateError {
  try {
    run();
  } catch (error) {
    if (error instanceof WidgetTemplateError) {
      return error;
    }
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('reading a template', () => {
  const good = { version: '1.0', name: 'Greeting', template: '{"type":"Card","children":[]}' };

  test('takes text or parsed JSON, and ignores what is for the studio', () => {
    const file = { ...good, jsonSchema: { required: ['never enforced'] }, outputJsonPreview: '{', encodedWidget: 'x' };
    expect(parseWidgetTemplate(file).build()).toEqual({ type: 'Card', children: [] });
    expect(parseWidgetTemplate(JSON.stringify(file)).name).toBe('Greeting');
  });

  test.each([
    [{ ...good, version: '1.1' }, 'version must be "1.0"'],
    [{ ...good, version: 1 }, 'version must be "1.0"'],
    [{ ...good, version: undefined }, 'version must be "1.0"'],
    [{ ...good, name: undefined }, 'name is required'],
    [{ ...good, name: '' }, 'name is required'],
    [{ ...good, template: undefined }, 'template is required'],
    [{ ...good, template: { type: 'Card' } }, 'template is required'],
    ['{"version":', 'the file is not JSON'],
    ['[]', 'the content'],
    [null, 'the content'],
  ])('refuses %j', (file, reason) => {
    expect(failure(() => parseWidgetTemplate(file, 'greeting.widget')).message).toContain(`Widget template greeting.widget: ${reason}`);
  });

  test.each(['{{ name', '{% for x in y %}', '{% if a %}{% endfor %}', '{{ 5 5 }}'])(
    'refuses %j as it reads it, not when it renders',
    (source) => {
      expect(failure(() => template(source)).message).toContain('Widget template Greeting: is not a valid template');
    },
  );
});

describe('rendering', () => {
  test.each([
    ['no JSON', '{"type":"Card", children: []}', 'does not render to JSON'],
    ['a root of another kind', '{"type":"Row","children":[]}', 'does not render to a widget: type expected one of Card, ListView, Basic'],
    ['no object', '"Card"', 'does not render to a widget: the root expected a node'],
    ['a child that is null', '{"type":"Card","children":[{"type":"Row","children":[null]}]}', 'children.0.children.0 expected a node'],
    ['an unknown filter', '{{ "x" | shout }}', 'cannot be rendered: Unknown StringValue filter: shout'],
  ])('fails on %s', (_, source, reason) => {
    const error = failure(() => template(source).build());
    expect(error.message).toContain('Widget template Greeting: ');
    expect(error.message).toContain(reason);
  });

  test.each([
    '<b>&\'"</b>\nnext line\ttab',
    '</script><img src=x onerror=alert(1)>',
    '{{ 7 * 7 }} {% raw %}',
    '"}],"type":"Basic","children":[{"type":"Text","value":"',
    '\u2028\u2029\u0000 \\u003c \\ 👩‍🚀 \ud800',
  ])('carries the text %j unchanged', (text) => {
    expect(valueOf('{{ (name) | tojson }}', { name: text })).toBe(text);
    expect(valueOf('{{ ("<" ~ name ~ ">") | tojson }}', { name: text })).toBe(`<${text}>`);
  });

  test('escapes what is special in HTML inside JSON text, as seen when the JSON is text itself', () => {
    expect(valueOf('{{ (data | tojson) | tojson }}', { data: `<&>'` })).toBe(String.raw`"\u003c\u0026\u003e\u0027"`);
    expect(valueOf('{% set block %}{% filter tojson %}<i>{% endfilter %}{% endset %}{{ block | tojson }}')).toBe(
      String.raw`"\u003ci\u003e"`,
    );
  });

  test('takes the data as JSON has it', () => {
    class Order {
      readonly placed = new Date(0);
      readonly note = undefined;
    }
    expect(valueOf('{{ (order) | tojson }}', { order: new Order() })).toEqual({ placed: '1970-01-01T00:00:00.000Z' });
    expect(failure(() => template('{}').build([] as never)).message).toContain('the data must be an object');
    expect(failure(() => template('{}').build({ big: 5n })).message).toContain('cannot be rendered');
  });

  test('gives data the names that Jinja uses itself', () => {
    expect(valueOf('{{ (range ~ namespace ~ true) | tojson }}', { range: 'a', namespace: 'b', true: 'c' })).toBe('abc');
    expect(valueOf('{{ (box.items) | tojson }}', { box: { items: [1] } })).toEqual([1]);
    expect(valueOf('{{ (constructor) | tojson }}', { constructor: 1 })).toBe(1);
  });

  test('leaves its data as it was', () => {
    const data = Object.freeze({ list: Object.freeze([1]) });
    expect(valueOf('{{ (list) | tojson }}{% set _ = list.append(2) %}', data)).toEqual([1]);
    expect(data.list).toEqual([1]);
  });
});

describe('Jinja', () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ['{{ ("one" if n == "1" else "other") | tojson }}', { n: 1 }, 'other'],
    ['{{ [n == 1.0, true == 1, none == 0, none == none] | tojson }}', { n: 1 }, [true, true, false, true]],
    ['{{ [a == b, a != b, a == [1], a == {"x": 1}] | tojson }}', { a: [1, { x: null }], b: [1, { x: null }] }, [true, false, false, false]],
    ['{{ [a == b, a == c] | tojson }}', { a: { x: 1 }, b: { x: 1 }, c: { y: 1 } }, [true, false]],
    ['{{ (x is not none) | tojson }}', { x: null }, false],
    ['{{ (list[1:] ~ "") | tojson }}', { list: 'abc' }, 'bc'],
    ['{{ {"a": list[:2], "b": list[-1]} | tojson }}', { list: [1, 2, 3] }, { a: [1, 2], b: 3 }],
    ['[{% for i in range(3) %}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}]', {}, [0, 1, 2]],
    ['[{% for i in range(6, 0, -2) %}{{ "" if loop.first else "," }}{{ i }}{% endfor %}]', {}, [6, 4, 2]],
    ['{% set ns = namespace(n=0) %}{% for i in range(3) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}', {}, 3],
    [
      '{% set rows = [] %}{% for x in xs %}{% set _ = rows.append({"v": x}) %}{% endfor %}{{ rows | tojson }}',
      { xs: [1, 2] },
      [{ v: 1 }, { v: 2 }],
    ],
    [
      '{% set ns = namespace(rows=[]) %}{% for x in xs if x > 1 %}{{ ns.rows.append(x) or "" }}{% endfor %}{{ ns.rows | tojson }}',
      { xs: [1, 2] },
      [2],
    ],
    ['{% macro hi(who) %}"hi {{ who }}"{% endmacro %}{{ hi(name) }}', { name: 'Kim' }, 'hi Kim'],
  ])('%s', (expression, data, value) => {
    expect(valueOf(expression, data)).toEqual(value);
  });

  test('keeps a template from counting without end', () => {
    for (const range of ['range(100000000)', 'range(0, 5, 0)', 'range("x")']) {
      expect(failure(() => valueOf(`{{ ${range} | tojson }}`)).message).toContain('range() gives up to');
    }
    expect(valueOf('{{ range(-5) | tojson }}')).toEqual([]);
  });
});
