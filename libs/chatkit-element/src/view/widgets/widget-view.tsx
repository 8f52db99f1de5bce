import { memo, useMemo, type ReactNode } from 'react';
import type { WidgetItem } from '@frontdesk/chatkit-protocol';
import type { FieldValues } from '../../state/form-values.js';
import { useChat, useController } from '../chat-provider.js';
import { FieldNamesScope, labelledFields } from './field-frame.js';
import { WidgetRuntimeProvider, type WidgetRuntime } from './widget-context.js';
import { WidgetNodeView } from './widget-node.js';

/** Name of the whole widget among the parts that may wait. */
const WHOLE = '*';
const NO_VALUES: FieldValues = new Map();

/** A widget of the server, with its actions. */
export const WidgetView = memo(function WidgetView({ item }: { item: WidgetItem }): ReactNode {
  const controller = useController();
  const busy = useChat((state) => state.busyActions);
  const whole = busy.has(`${item.id}/${WHOLE}`);
  const runtime = useMemo<WidgetRuntime>(
    () => ({
      itemId: item.id,
      run: (action, part, values = NO_VALUES) =>
        void controller.widgets.run(action, item, part === '' ? null : `${item.id}/${part ?? WHOLE}`, values),
      isBusy: (part) => busy.has(`${item.id}/${part}`),
    }),
    [controller, item, busy],
  );
  const names = useMemo(() => ({ prefix: `${item.id}-`, labelled: labelledFields(item.widget) }), [item]);
  return (
    <WidgetRuntimeProvider value={runtime}>
      <div className={`widget${whole ? ' waits' : ''}`} part="widget" inert={whole} aria-busy={whole}>
        <FieldNamesScope value={names}>
          <WidgetNodeView node={item.widget} path="0" />
        </FieldNamesScope>
      </div>
    </WidgetRuntimeProvider>
  );
});
