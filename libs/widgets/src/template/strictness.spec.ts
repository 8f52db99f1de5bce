import { parseWidgetTemplate } from './widget-template.js';
import { WidgetTemplateError } from './widget-template-error.js';

function build(expression: string, data?: Record<string, unknown>): unknown {
  const template = `{"type":"Card","children":[{"type":"Text","value":${expression}}]}`;
  const root = parseWidgetTemplate({ version: '1.0', name: 'Greeting', template }).build(data);
  return Array.isArray(root.children) ? root.children[0]?.['value'] : undefined;
}

function missing(expression: string, data?: Record<string, unknown>): string | undefined {
  try {
    build(expression, data);
  } catch (error) {
    if (error instanceof WidgetTemplateError) {
      expect(error.message).toBe(`Widget template Greeting: missing variable ${error.variable}`);
      return error.variable;
    }
    throw error;
  }
  return undefined;
}

describe('a missing variable', () => {
  test.each<[string, Record<string, unknown> | undefined, string]>([
    ['{{ (name) | tojson }}', undefined, 'name'],
    ['{{ (name) | tojson }}', { name: undefined }, 'name'],
    ['"{{ name }}"', {}, 'name'],
    ['{{ (order.total) | tojson }}', { order: {} }, 'order.total'],
    ['{{ (order.customer.name) | tojson }}', { order: {} }, 'order.customer'],
    ['{{ (order.customer.name) | tojson }}', {}, 'order'],
    ['{{ (order["total"]) | tojson }}', { order: {} }, 'order["total"]'],
    ['{{ (rows[3].x) | tojson }}', { rows: [] }, 'rows[3]'],
    ['{{ (rows[at]) | tojson }}', { rows: [], at: 2 }, 'rows[at]'],
    ['{{ (rows | first) | tojson }}', { rows: [] }, 'rows | first'],
    ['{{ (order.items) | tojson }}', { order: {} }, 'order.items'],
    ['{% for x in order.items %}{% endfor %}1', { order: {} }, 'order.items'],
    ['{% for x in rows %}{{ x.name | tojson }}{% endfor %}', { rows: [{}] }, 'x.name'],
    ['{% if flag %}1{% else %}2{% endif %}', {}, 'flag'],
    ['{{ 1 if flag else 2 }}', {}, 'flag'],
    ['{{ (a if false else b) | tojson }}', {}, 'b'],
    ['{{ (a and b) | tojson }}', { a: true }, 'b'],
    ['{{ (a == "x") | tojson }}', {}, 'a'],
    ['{{ ("x" ~ a) | tojson }}', {}, 'a'],
    ['{{ ([1, a]) | tojson }}', {}, 'a'],
    ['{{ ({"k": a}) | tojson }}', {}, 'a'],
    ['{{ ("x" if false) | tojson }}', {}, '…'],
    ['{% set copy = order.total %}{{ copy | tojson }}', { order: {} }, 'order.total'],
    ['{% macro hi(who) %}"{{ who }}"{% endmacro %}{{ hi() }}', {}, 'who'],
    ['{{ greet(1) }}', {}, 'greet'],
    ['{{ (order.total is defined) | tojson }}', {}, 'order'],
    ['{{ (loop) | tojson }}', {}, 'loop'],
  ])('in %s with %j is named', (expression, data, variable) => {
    expect(missing(expression, data)).toBe(variable);
  });

  test.each<[string, Record<string, unknown> | undefined, unknown]>([
    ['{{ (name is defined) | tojson }}', {}, false],
    ['{{ (order.items is defined) | tojson }}', { order: {} }, false],
    ['{{ (rows | first is undefined) | tojson }}', { rows: [] }, true],
    ['{{ (name is not none) | tojson }}', {}, true],
    ['{{ (name if name is defined else "you") | tojson }}', {}, 'you'],
    ['{{ (name is defined and name.first == "Kim") | tojson }}', {}, false],
    ['{{ (name | default("you")) | tojson }}', {}, 'you'],
    ['{{ ((a if false else b) | default("c")) | tojson }}', {}, 'c'],
    ['{{ (order.total | default(0)) | tojson }}', { order: {} }, 0],
    ['{% set unused = nothing %}1', {}, 1],
    ['{% set copy = nothing %}{{ copy | default(2) }}', {}, 2],
    ['{% if false %}{{ never }}{% endif %}1', {}, 1],
    ['1{{ "never" if false }}', {}, 1],
    ['{{ (x is none) | tojson }}', { x: null }, true],
  ])('in %s with %j may pass', (expression, data, value) => {
    expect(build(expression, data)).toEqual(value);
  });

  test('is no matter of what was rendered before', () => {
    const template = parseWidgetTemplate({ version: '1.0', name: 'Greeting', template: '{"type":"Basic","name":{{ name | tojson }}}' });
    expect(template.build({ name: 'Kim' })).toEqual({ type: 'Basic', name: 'Kim' });
    expect(() => template.build({})).toThrow('missing variable name');
    expect(template.build({ name: null })).toEqual({ type: 'Basic' });
  });
});
