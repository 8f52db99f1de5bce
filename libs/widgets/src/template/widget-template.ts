import type { WidgetRoot } from '@frontdesk/chatkit-protocol';
import { z } from 'zod';
import { openWidget } from '../builder/open-widget.js';
import { WidgetError } from '../widget-error.js';
import { compileTemplate, MissingVariableError } from './strict-template.js';
import type { RenderTemplate } from './strict-template.js';
import { WidgetTemplateError } from './widget-template-error.js';

/** What else a file holds (a schema of the data, a preview, the studio's own copy) is for the studio. */
const fileSchema = z.object({
  version: z.literal('1.0', { error: 'must be "1.0"' }),
  name: z.string({ error: 'is required' }).min(1, { error: 'is required' }),
  template: z.string({ error: 'is required' }),
});

/**
 * A widget whose texts, lists and conditions are filled in from data. The template gives the whole tree, so nothing
 * restricts its kinds and props but that it is a tree under a known root; `buildWidget` checks more.
 */
export class WidgetTemplate<Data extends object = Record<string, unknown>> {
  constructor(
    readonly name: string,
    private readonly render: RenderTemplate,
  ) {}

  /**
   * The widget for this data; null props are dropped.
   * @param data JSON; what is undefined is missing, and a variable that the template uses but the data lacks is an error
   * @throws WidgetTemplateError that names the missing variable, or what is wrong with the result
   */
  build(data?: Data): WidgetRoot {
    const root = this.parse(this.renderText(data));
    try {
      return openWidget(root);
    } catch (cause) {
      throw new WidgetTemplateError(this.name, `does not render to a widget: ${placeOf(cause)}`, { cause });
    }
  }

  private renderText(data: Data | undefined): string {
    try {
      return this.render(data);
    } catch (cause) {
      if (cause instanceof MissingVariableError) {
        throw new WidgetTemplateError(this.name, `missing variable ${cause.variable}`, { variable: cause.variable, cause });
      }
      throw new WidgetTemplateError(this.name, `cannot be rendered: ${messageOf(cause)}`, { cause });
    }
  }

  private parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new WidgetTemplateError(this.name, 'does not render to JSON', { cause });
    }
  }
}

/**
 * A template from the content of a `.widget` file.
 * @param source the file's text, or its JSON already parsed
 * @param label names it in errors as long as its own name is not known
 * @throws WidgetTemplateError when it is not JSON, not of version 1.0, lacks name or template, or is not valid Jinja
 */
export function parseWidgetTemplate<Data extends object = Record<string, unknown>>(source: unknown, label = 'file'): WidgetTemplate<Data> {
  const file = fileSchema.safeParse(typeof source === 'string' ? parseFile(source, label) : source);
  if (!file.success) {
    const [issue] = file.error.issues;
    throw new WidgetTemplateError(label, `${issue?.path.join('.') || 'the content'} ${issue?.message ?? 'is not valid'}`);
  }
  const { name, template } = file.data;
  try {
    return new WidgetTemplate<Data>(name, compileTemplate(template));
  } catch (cause) {
    throw new WidgetTemplateError(name, `is not a valid template: ${messageOf(cause)}`, { cause });
  }
}

function parseFile(text: string, label: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WidgetTemplateError(label, 'the file is not JSON', { cause });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function placeOf(error: unknown): string {
  const [problem] = error instanceof WidgetError ? error.problems : [];
  return problem === undefined ? messageOf(error) : `${problem.path || 'the root'} ${problem.reason}`;
}
