import { z } from './zod.js';

/** The fixed icon names of the protocol. */
export const ICON_NAMES = [
  'agent',
  'analytics',
  'atom',
  'batch',
  'bolt',
  'book-open',
  'book-closed',
  'book-clock',
  'bug',
  'calendar',
  'chart',
  'check',
  'check-circle',
  'check-circle-filled',
  'chevron-left',
  'chevron-right',
  'circle-question',
  'clock',
  'compass',
  'confetti',
  'cube',
  'desktop',
  'document',
  'dot',
  'dots-horizontal',
  'dots-vertical',
  'empty-circle',
  'external-link',
  'globe',
  'keys',
  'lab',
  'images',
  'info',
  'lifesaver',
  'lightbulb',
  'mail',
  'map-pin',
  'maps',
  'mobile',
  'name',
  'notebook',
  'notebook-pencil',
  'page-blank',
  'phone',
  'play',
  'plus',
  'profile',
  'profile-card',
  'reload',
  'star',
  'star-filled',
  'search',
  'sparkle',
  'sparkle-double',
  'square-code',
  'square-image',
  'square-text',
  'suitcase',
  'settings-slider',
  'user',
  'wreath',
  'write',
  'write-alt',
  'write-alt2',
] as const;

export type IconName = (typeof ICON_NAMES)[number];
/** A fixed name, or an icon of the host's (`vendor:…`) or of the Lucide set (`lucide:…`). */
export type Icon = IconName | `vendor:${string}` | `lucide:${string}`;

const NAMES: ReadonlySet<string> = new Set(ICON_NAMES);

export function isIcon(value: unknown): value is Icon {
  return typeof value === 'string' && (NAMES.has(value) || value.startsWith('vendor:') || value.startsWith('lucide:'));
}

export const iconSchema = z.custom<Icon>(isIcon, { error: 'expected an icon name, "vendor:…" or "lucide:…"' });
