import type { ReactNode } from 'react';
import { usePart } from '../../parts/use-part.js';
import { UI_ICONS, type IconDrawing, type UiIconName } from './builtin-icons.js';
import { bareName, drawingAtHand, publishedDrawing } from './drawings.js';

const draw = ({ icon: Drawing, filled }: IconDrawing, size: number): ReactNode => (
  <Drawing aria-hidden="true" focusable="false" className="icon" size={size} strokeWidth={1.75} fill={filled ? 'currentColor' : 'none'} />
);

/** What Lucide has beyond that comes by a part; its place is kept free. A bare name may also mean a built-in icon. */
const FetchedIcon = ({ name, size }: { name: string; size: number }): ReactNode => {
  const part = usePart('icons');
  if (part === 'loading') {
    return <span className="icon" style={{ width: size, height: size }} aria-hidden="true" />;
  }
  const icon = part === 'failed' ? null : part.findIcon(bareName(name));
  return draw(icon === null ? (publishedDrawing(bareName(name)) ?? UI_ICONS.dot) : { icon }, size);
};

/** An icon named by an option or a server. A name nobody knows shows a neutral mark, so that rows stay aligned. */
export const Icon = ({ name, size = 18 }: { name: string; size?: number }): ReactNode => {
  const drawing = drawingAtHand(name);
  return drawing === null ? <FetchedIcon name={name} size={size} /> : draw(drawing, size);
};

export const UiIcon = ({ name, size = 18 }: { name: UiIconName; size?: number }): ReactNode => draw(UI_ICONS[name], size);
