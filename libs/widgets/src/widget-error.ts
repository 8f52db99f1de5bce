import type { WidgetProblem } from '@frontdesk/chatkit-protocol';

const sentence = ({ path, reason }: WidgetProblem): string => `${path === '' ? 'the root' : path} ${reason}`;

/** A widget that does not fit. The message names the first place and its reason; `problems` has them all. Values are never repeated. */
export class WidgetError extends Error {
  override readonly name = 'WidgetError';

  constructor(readonly problems: readonly WidgetProblem[]) {
    const [first, ...others] = problems;
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    super(`The widget is not valid: ${first === undefined ? 'unknown problem' : sentence(first)}${more}`);
  }
}
