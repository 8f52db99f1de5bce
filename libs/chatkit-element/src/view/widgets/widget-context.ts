import { createContext, useContext } from 'react';
import type { WidgetActionConfig } from '../../state/widget-actions.js';

export interface WidgetRuntime {
  itemId: string;
  /** Runs an action; `part` names the component that waits, null the whole widget. */
  run(action: WidgetActionConfig, part: string | null): void;
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
