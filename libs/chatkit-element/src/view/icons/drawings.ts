import { BUILTIN_ICONS, LUCIDE_AT_HAND, type IconDrawing } from './builtin-icons.js';

export const bareName = (name: string): string => (name.startsWith('lucide:') ? name.slice('lucide:'.length) : name);

const among = (drawings: Readonly<Record<string, IconDrawing>>, name: string): IconDrawing | null =>
  Object.hasOwn(drawings, name) ? (drawings[name] ?? null) : null;

/** The drawing of a published icon name. */
export const publishedDrawing = (name: string): IconDrawing | null => among(BUILTIN_ICONS, name);

/** The drawing that every chat carries under a name: a published one, or one of Lucide with or without `lucide:`. */
export const drawingAtHand = (name: string): IconDrawing | null => publishedDrawing(name) ?? among(LUCIDE_AT_HAND, bareName(name));
