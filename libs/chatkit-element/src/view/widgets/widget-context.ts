import { createContext, useContext } from 'react';
import type { FieldValues } from '../../state/form-values.js';
import type { WidgetActionConfig } from '../../state/widget-actions.js';

export interface WidgetRuntime {
  itemId: string;
  /**
   * Runs an action; `part` names the component that waits, null the whole widget, '' nothing.
   * `values`: fields that go with it; inside a form all of them do by themselves.
   */
  run(action: WidgetActionConfig, part: string | null, values?: FieldValues): void;
  isBusy(part: string): boolean;
}

const RuntimeContext = createContext<WidgetRuntime>({ itemId: '', run: () => undefined, isBusy: () => false });

export const WidgetRuntimeProvider = RuntimeContext.Provider;
export const useWidget = (): WidgetRuntime => useContext(RuntimeContext);

/** What every component of a widget gets: its node, and where it stands in the tree. */
export interface NodeProps {
  node: Readonly<Record<string, unknown>>;
  path: string;
}
