/** A widget template that cannot be read or rendered. The message names the template, and the variable when one is missing. */
export class WidgetTemplateError extends Error {
  override readonly name = 'WidgetTemplateError';
  /** The template's name, or its file as long as the name is not known. */
  readonly template: string;
  /** The path of a variable that the data did not give, such as `order.total`. */
  readonly variable: string | undefined;

  constructor(template: string, reason: string, details: { variable?: string; cause?: unknown } = {}) {
    super(`Widget template ${template}: ${reason}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.template = template;
    this.variable = details.variable;
  }
}
