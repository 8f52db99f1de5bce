import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
};

/** The package has types alone, so that only the compiler finds it. */
const TYPES =
  ts.resolveModuleName('@openai/chatkit', fileURLToPath(import.meta.url), OPTIONS, ts.sys).resolvedModule?.resolvedFileName ?? '';

/** What `@openai/chatkit` publishes: each name as the table of docs/element.md has it. */
export interface PublishedApi {
  /** Paths such as `composer.tools[].icon`. */
  readonly options: readonly string[];
  /** Fields of what the page's callbacks return and its calls pass, as `Entity.title`. */
  readonly given: readonly string[];
  /** `sendUserMessage`, and its parameters as `sendUserMessage.text`. */
  readonly methods: readonly string[];
  readonly events: readonly string[];
  /** Names of drawings, wherever one may be given; `lucide:…` left out. */
  readonly icons: readonly string[];
  readonly locales: readonly string[];
}

/** Types with names of their own, listed once instead of wherever they are used. */
const GIVEN = ['Entity', 'Command', 'CommandSelection', 'UserMessageContent', 'Attachment'];

const isOurs = (declaration: ts.Declaration | undefined): boolean => declaration?.getSourceFile().fileName === TYPES;

/** Reads the types of the installed package with the compiler, so that an update that adds something is noticed. */
class PublishedTypes {
  private readonly program = ts.createProgram([TYPES], OPTIONS);
  private readonly checker = this.program.getTypeChecker();
  private readonly source = this.program.getSourceFile(TYPES);

  typeOf(name: string): ts.Type {
    const symbol = this.source && this.checker.getSymbolAtLocation(this.source);
    const found = symbol && this.checker.getExportsOfModule(symbol).find((entry) => entry.name === name);
    if (found === undefined) {
      throw new Error(`@openai/chatkit has no type ${name} any more`);
    }
    return this.checker.getDeclaredTypeOfSymbol(found);
  }

  /** Every field below a type, as paths. Functions and types of other files end a path. */
  fieldsOf(type: ts.Type, path: string): string[] {
    return this.alternatives(type).flatMap((alternative) => this.ownProperties(alternative).flatMap((field) => this.field(field, path)));
  }

  /** The texts that a type allows. */
  textsOf(name: string): string[] {
    return this.alternatives(this.typeOf(name)).flatMap((alternative) => (alternative.isStringLiteral() ? [alternative.value] : []));
  }

  propertiesOf(type: ts.Type): ts.Symbol[] {
    return this.ownProperties(type);
  }

  typeOfSymbol(symbol: ts.Symbol): ts.Type {
    return this.checker.getTypeOfSymbol(symbol);
  }

  private field(symbol: ts.Symbol, parent: string): string[] {
    const path = parent === '' ? symbol.name : `${parent}.${symbol.name}`;
    return [path, ...this.below(this.checker.getTypeOfSymbol(symbol), path)];
  }

  private below(type: ts.Type, path: string): string[] {
    if (GIVEN.includes(type.aliasSymbol?.name ?? '')) {
      return [];
    }
    return this.alternatives(type).flatMap((alternative) => {
      if (this.checker.isArrayType(alternative)) {
        const [element] = this.checker.getTypeArguments(alternative as ts.TypeReference);
        return element === undefined ? [] : this.below(element, `${path}[]`);
      }
      return alternative.getCallSignatures().length > 0 ? [] : this.fieldsOf(alternative, path);
    });
  }

  private alternatives(type: ts.Type): readonly ts.Type[] {
    return type.isUnion() ? type.types : [type];
  }

  private ownProperties(type: ts.Type): ts.Symbol[] {
    return type.flags & ts.TypeFlags.Object ? type.getProperties().filter((field) => isOurs(field.valueDeclaration)) : [];
  }
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

export const readPublishedApi = (): PublishedApi => {
  const types = new PublishedTypes();
  const methods = types.propertiesOf(types.typeOf('OpenAIChatKit')).flatMap((method) => [
    method.name,
    ...types
      .typeOfSymbol(method)
      .getCallSignatures()
      .flatMap((signature) => signature.parameters.filter((parameter) => parameter.name === 'params'))
      .flatMap((parameter) => types.fieldsOf(types.typeOfSymbol(parameter), method.name)),
  ]);
  return {
    options: unique(types.fieldsOf(types.typeOf('ChatKitOptions'), '')),
    given: unique(GIVEN.flatMap((name) => types.fieldsOf(types.typeOf(name), name))),
    methods: unique(methods),
    events: types.propertiesOf(types.typeOf('ChatKitEvents')).map(({ name }) => name),
    icons: unique([...types.textsOf('ChatKitIcon'), ...types.textsOf('HeaderIcon')]),
    locales: types.textsOf('SupportedLocale'),
  };
};
