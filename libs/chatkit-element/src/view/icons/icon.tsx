import type { ReactNode } from 'react';
import { BUILTIN_ICONS, UI_ICONS, type IconDrawing, type UiIconName } from './builtin-icons.js';
import { LUCIDE_ICONS } from './lucide-subset.js';

/** Finds a drawing by any of the accepted names: built-in, `lucide:<name>`, or a bare Lucide name. */
export const findDrawing = (name: string): IconDrawing | null => {
  const builtin = Object.hasOwn(BUILTIN_ICONS, name) ? BUILTIN_ICONS[name] : undefined;
  if (builtin !== undefined) {
    return builtin;
  }
  const bare = name.startsWith('lucide:') ? name.slice('lucide:'.length) : name;
  const icon = LUCIDE_ICONS.get(bare);
  if (icon !== undefined) {
    return { icon };
  }
  return Object.hasOwn(BUILTIN_ICONS, bare) ? (BUILTIN_ICONS[bare] ?? null) : null;
};

const draw = ({ icon: Drawing, filled }: IconDrawing, size: number): ReactNode => (
  <Drawing aria-hidden="true" focusable="false" className="icon" size={size} strokeWidth={1.75} fill={filled ? 'currentColor' : 'none'} />
);

/** An icon named by an option or a server. A name nobody knows shows a neutral mark, so that rows stay aligned. */
export const Icon = ({ name, size = 18 }: { name: string; size?: number }): ReactNode => draw(findDrawing(name) ?? UI_ICONS.dot, size);

export const UiIcon = ({ name, size = 18 }: { name: UiIconName; size?: number }): ReactNode => draw(UI_ICONS[name], size);
