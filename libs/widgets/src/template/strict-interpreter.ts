import { Environment, Interpreter } from './jinja.js';
import type { AstNode, RuntimeValue } from './jinja.js';
import { fieldOf, filterName, isNode } from './leniency.js';
import type { Leniency } from './leniency.js';
import { equals } from './runtime-equality.js';

/** A template uses what its data does not have. */
export class MissingVariableError extends Error {
  override readonly name = 'MissingVariableError';

  constructor(readonly variable: string) {
    super(`missing variable ${variable}`);
  }
}

const UNSAFE = /[<>&']/g;
const escapeUnsafe = (json: string): string =>
  json.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The package's interpreter, as strict as Jinja is with `StrictUndefined`: what is missing may be tested, given a
 * default or handed on, but not used. Also as Jinja: `tojson` is safe inside HTML, `==` does not convert, lists append.
 */
export class StrictInterpreter extends Interpreter {
  /** What an undefined value would have been, as it was first looked up. */
  private readonly origins = new WeakMap<RuntimeValue, string>();

  constructor(
    scope: Environment,
    private readonly leniency: Leniency,
  ) {
    super(scope);
  }

  override evaluate(node: AstNode | undefined, scope: Environment): RuntimeValue {
    if (node === undefined) {
      return super.evaluate(node, scope);
    }
    const value = this.own(node, scope) ?? super.evaluate(node, scope);
    return this.isMissing(value, node) ? this.missing(value, node, scope) : value;
  }

  /** The nodes that Jinja evaluates in another way than the package does. */
  private own(node: AstNode, scope: Environment): RuntimeValue | undefined {
    switch (node.type) {
      case 'BinaryExpression':
        return this.compared(node, scope);
      case 'CallExpression':
        return this.appended(node, scope);
      case 'FilterExpression':
      case 'FilterStatement': {
        if (filterName(node) !== 'tojson') {
          return undefined;
        }
        const json = super.evaluate(node, scope);
        // Made by the filter just now, so nobody else has it.
        json.value = escapeUnsafe(String(json.value));
        return json;
      }
      default:
        return undefined;
    }
  }

  private compared(node: AstNode, scope: Environment): RuntimeValue | undefined {
    const operator = fieldOf(node, 'operator');
    const sign = isNode(operator) ? fieldOf(operator, 'value') : undefined;
    if (sign !== '==' && sign !== '!=') {
      return undefined;
    }
    const [left, right] = ['left', 'right'].map((side) => this.evaluate(fieldOf(node, side) as AstNode, scope)) as [
      RuntimeValue,
      RuntimeValue,
    ];
    return runtimeValue(equals(left, right) === (sign === '=='));
  }

  private appended(node: AstNode, scope: Environment): RuntimeValue | undefined {
    const callee = fieldOf(node, 'callee');
    if (!isNode(callee) || callee.type !== 'MemberExpression' || memberName(callee) !== 'append') {
      return undefined;
    }
    const list = this.evaluate(fieldOf(callee, 'object') as AstNode, scope);
    if (!Array.isArray(list.value)) {
      return undefined;
    }
    list.value.push(...(fieldOf(node, 'args') as AstNode[]).map((argument) => this.evaluate(argument, scope)));
    return runtimeValue(null);
  }

  private isMissing(value: RuntimeValue | undefined, node: AstNode): boolean {
    if (value === undefined || value.type === 'UndefinedValue') {
      return true;
    }
    // The data has no `items`, and what was found is the method of that name.
    return value.type === 'FunctionValue' && node.type === 'MemberExpression' && !this.leniency.called.has(node);
  }

  private missing(found: RuntimeValue | undefined, node: AstNode, scope: Environment): RuntimeValue {
    const value = found?.type === 'UndefinedValue' ? found : super.evaluate(undefined, scope);
    const origin = this.origins.get(value) ?? pathOf(node);
    if (!this.leniency.mayBeMissing.has(node)) {
      throw new MissingVariableError(origin);
    }
    this.origins.set(value, origin);
    return value;
  }
}

const runtimeValue = (value: boolean | null): RuntimeValue => new Environment().set('value', value);

/** The name after the dot; undefined where brackets are used. */
function memberName(node: AstNode): string | undefined {
  const property = fieldOf(node, 'property');
  return fieldOf(node, 'computed') === false && isNode(property) ? String(fieldOf(property, 'value')) : undefined;
}

/** The expression as its author wrote it, as far as it is a path. */
function pathOf(node: unknown): string {
  if (!isNode(node)) {
    return '…';
  }
  switch (node.type) {
    case 'Identifier':
      return String(fieldOf(node, 'value'));
    case 'MemberExpression': {
      const object = pathOf(fieldOf(node, 'object'));
      const name = memberName(node);
      return name === undefined ? `${object}[${indexOf(fieldOf(node, 'property'))}]` : `${object}.${name}`;
    }
    case 'FilterExpression':
      return `${pathOf(fieldOf(node, 'operand'))} | ${String(filterName(node))}`;
    case 'CallExpression':
      return `${pathOf(fieldOf(node, 'callee'))}()`;
    default:
      return '…';
  }
}

function indexOf(property: unknown): string {
  return isNode(property) && property.type.endsWith('Literal') ? JSON.stringify(fieldOf(property, 'value')) : pathOf(property);
}
