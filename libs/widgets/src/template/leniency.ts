import type { AstNode } from './jinja.js';

/** The places of a template where Jinja's strict mode lets a missing value pass, and the nodes that are called. */
export interface Leniency {
  readonly mayBeMissing: ReadonlySet<AstNode>;
  readonly called: ReadonlySet<AstNode>;
}

interface Marks {
  readonly mayBeMissing: Set<AstNode>;
  readonly called: Set<AstNode>;
}

/** Tests that only look at what kind of value they got, and so never use it. */
const KIND_TESTS: ReadonlySet<unknown> = new Set([
  'defined',
  'undefined',
  'none',
  'boolean',
  'true',
  'false',
  'string',
  'number',
  'integer',
  'mapping',
  'callable',
]);

/** The fields that hold statements: what stands there is printed, and not used further. */
const PRINTED: readonly string[] = ['body', 'alternate', 'defaultBlock'];

/** Finds them once per template, by one walk through its nodes. */
export function leniencyOf(program: AstNode): Leniency {
  const marks: Marks = { mayBeMissing: new Set(), called: new Set() };
  visit(program, marks);
  return marks;
}

export const fieldOf = (node: AstNode, name: string): unknown => Reflect.get(node, name);

export const isNode = (value: unknown): value is AstNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function visit(value: unknown, marks: Marks): void {
  if (Array.isArray(value)) {
    value.forEach((entry) => visit(entry, marks));
  } else if (value instanceof Map) {
    visit([...value].flat(), marks);
  } else if (isNode(value)) {
    mark(value, marks);
    visit(Object.values(value), marks);
  }
}

function mark(node: AstNode, marks: Marks): void {
  for (const field of PRINTED) {
    const statements = fieldOf(node, field);
    if (Array.isArray(statements)) {
      statements.forEach((statement) => markPrinted(statement, marks));
    }
  }
  switch (node.type) {
    case 'TestExpression':
      if (KIND_TESTS.has(nameOf(fieldOf(node, 'test')))) {
        markLenient(fieldOf(node, 'operand'), marks);
      }
      break;
    case 'FilterExpression':
      if (filterName(node) === 'default') {
        markLenient(fieldOf(node, 'operand'), marks);
      }
      break;
    case 'Set':
      // Fails where the variable is used, by the name of what was missing.
      markLenient(fieldOf(node, 'value'), marks);
      break;
    case 'CallExpression': {
      const callee = fieldOf(node, 'callee');
      if (isNode(callee)) {
        marks.called.add(callee);
      }
      break;
    }
    default:
  }
}

/** The node, and what it may simply hand on. */
function markLenient(node: unknown, marks: Marks): void {
  if (!isNode(node)) {
    return;
  }
  marks.mayBeMissing.add(node);
  if (node.type === 'Ternary') {
    markLenient(fieldOf(node, 'trueExpr'), marks);
    markLenient(fieldOf(node, 'falseExpr'), marks);
  }
  if (node.type === 'SelectExpression') {
    markLenient(fieldOf(node, 'lhs'), marks);
  }
}

/** `{{ a if b }}` prints nothing when `b` does not hold. */
function markPrinted(node: unknown, marks: Marks): void {
  if (isNode(node) && node.type === 'SelectExpression') {
    marks.mayBeMissing.add(node);
  }
}

const nameOf = (node: unknown): unknown => (isNode(node) ? fieldOf(node, 'value') : undefined);

/** The name of the filter of a filter expression or block, with or without arguments. */
export function filterName(node: AstNode): unknown {
  const filter = fieldOf(node, 'filter');
  return isNode(filter) && filter.type === 'CallExpression' ? nameOf(fieldOf(filter, 'callee')) : nameOf(filter);
}
