import { checkWidget } from '@frontdesk/chatkit-protocol';
import type { WidgetRoot } from '@frontdesk/chatkit-protocol';
import { WidgetError } from '../widget-error.js';
import { openWidget } from './open-widget.js';

/**
 * A widget as a client may get it: every known prop checked by the schemas of the wire, absent and null props gone.
 * Meant for what authors write; what came from elsewhere may hold kinds and props that are unknown here, see {@link openWidget}.
 * @returns a copy
 * @throws WidgetError that names the place, such as `children.0.size`
 */
export function buildWidget(root: WidgetRoot): WidgetRoot {
  const widget = openWidget(root);
  const problems = checkWidget(widget);
  if (problems.length > 0) {
    throw new WidgetError(problems);
  }
  return widget;
}
