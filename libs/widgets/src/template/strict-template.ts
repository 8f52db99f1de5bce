import { Environment, parse, tokenize } from './jinja.js';
import { leniencyOf } from './leniency.js';
import { StrictInterpreter } from './strict-interpreter.js';

export { MissingVariableError } from './strict-interpreter.js';

/** Renders the template with the data, which becomes what JSON makes of it. */
export type RenderTemplate = (data: object | undefined) => string;

/**
 * Parses a Jinja template.
 * @throws SyntaxError when it is none
 */
export function compileTemplate(source: string): RenderTemplate {
  const program = parse(tokenize(source));
  const leniency = leniencyOf(program);
  return (data) => {
    const result = new StrictInterpreter(scopeOf(data), leniency).run(program);
    return String(result.value);
  };
}

const CONSTANTS: Readonly<Record<string, boolean | null>> = { true: true, false: false, none: null, True: true, False: false, None: null };

function scopeOf(data: object | undefined): Environment {
  const globals = new Environment();
  for (const [name, value] of Object.entries(CONSTANTS)) {
    globals.set(name, value);
  }
  globals.set('range', range);
  const scope = new Environment(globals);
  for (const [name, value] of Object.entries(plain(data))) {
    // Every environment is born with `namespace`; the data's own wins.
    scope.variables.delete(name);
    scope.set(name, value);
  }
  return scope;
}

function plain(data: object | undefined): object {
  const value: unknown = data === undefined ? {} : JSON.parse(JSON.stringify(data));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('the data must be an object');
  }
  return value;
}

/** More entries than any widget shows; a mistake in a template must not exhaust the process. */
const MAX_RANGE = 10_000;

function range(first: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, first] : [first, stop];
  const count = step === 0 ? Number.NaN : Math.max(0, Math.ceil((to - from) / step));
  if (!(count <= MAX_RANGE)) {
    throw new RangeError(`range() gives up to ${MAX_RANGE} numbers, with a step other than zero`);
  }
  return Array.from({ length: count }, (_, at) => from + at * step);
}
