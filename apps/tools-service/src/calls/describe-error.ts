import { types } from 'node:util';

/** How deep a chain of causes is followed. */
const MAX_CAUSES = 4;

/**
 * What may be logged of an error of a tool: names, codes and places, never messages.
 * Messages of databases and parsers quote the values that they choke on.
 */
export function describeError(error: unknown): { readonly error: string; readonly stack: readonly string[] } {
  const names: string[] = [];
  let cause = error;
  for (let depth = 0; cause !== undefined && cause !== null && depth < MAX_CAUSES; depth += 1) {
    names.push(nameOf(cause));
    cause = types.isNativeError(cause) ? cause.cause : undefined;
  }
  return { error: names.join(' < '), stack: types.isNativeError(error) ? framesOf(error) : [] };
}

function nameOf(error: unknown): string {
  if (!types.isNativeError(error)) {
    return typeof error;
  }
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? ` ${error.code}` : '';
  return `${error.name}${code}`;
}

function framesOf(error: Error): string[] {
  const lines = error.stack?.replace(error.message, '').split('\n') ?? [];
  return lines.map((line) => line.trim()).filter((line) => /^at .+:\d+:\d+\)?$/.test(line));
}
