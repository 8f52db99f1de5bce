import * as jinja from '@huggingface/jinja';

// The package's type declarations import one another without file extensions, which TypeScript does not follow in an
// ES module: all its names would be untyped. What is used here is declared here.

export interface RuntimeValue {
  readonly type: string;
  value: unknown;
}

export interface Environment {
  readonly variables: Map<string, RuntimeValue>;
  /** Declares a JavaScript value and gives what it became. */
  set(name: string, value: unknown): RuntimeValue;
}

/** A node of the parsed template; its other fields depend on its type. */
export interface AstNode {
  readonly type: string;
}

export interface Interpreter {
  run(program: AstNode): RuntimeValue;
  /** Every node is evaluated through this method, which is what makes a stricter interpreter possible. */
  evaluate(node: AstNode | undefined, scope: Environment): RuntimeValue;
}

interface Jinja {
  readonly Environment: new (parent?: Environment) => Environment;
  readonly Interpreter: new (environment: Environment) => Interpreter;
  readonly tokenize: (source: string) => unknown[];
  readonly parse: (tokens: unknown[]) => AstNode;
}

export const { Environment, Interpreter, parse, tokenize } = jinja as unknown as Jinja;
