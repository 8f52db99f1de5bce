import { readFileSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import { parseWidgetTemplate } from './widget-template.js';
import type { WidgetTemplate } from './widget-template.js';
import { WidgetTemplateError } from './widget-template-error.js';

/**
 * The template in a `.widget` file, read once and at once: load it where the module starts, not per request.
 * @param file `new URL('./order.widget', import.meta.url)`, or an absolute path; a relative one would depend on where the process was started
 * @throws WidgetTemplateError when the file cannot be read or is no valid template
 */
export function loadWidgetTemplate<Data extends object = Record<string, unknown>>(file: URL | string): WidgetTemplate<Data> {
  const name = basename(typeof file === 'string' ? file : file.pathname);
  if (typeof file === 'string' && !isAbsolute(file)) {
    throw new WidgetTemplateError(name, `give an absolute path, or new URL('./${name}', import.meta.url)`);
  }
  return parseWidgetTemplate<Data>(readText(file, name), name);
}

function readText(file: URL | string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new WidgetTemplateError(name, 'the file cannot be read', { cause });
  }
}
