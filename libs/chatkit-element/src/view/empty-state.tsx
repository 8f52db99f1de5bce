import type { ReactNode } from 'react';
import { UiIcon } from './icons/icon.js';
import type { UiIconName } from './icons/builtin-icons.js';

/** A place where nothing is to be seen: why, and what can be done about it. */
export const EmptyState = ({ icon, text, children }: { icon: UiIconName; text: string; children?: ReactNode }): ReactNode => (
  <div className="empty-state">
    <UiIcon name={icon} size={28} />
    <p>{text}</p>
    {children}
  </div>
);
