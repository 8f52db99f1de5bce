import type { ChatKitOptions, ThemeOption } from '@openai/chatkit';

/** How the gallery shows its states; in the address, so that it can be linked and tested. */
export interface GallerySettings {
  readonly scheme: 'light' | 'dark';
  /** In px; `full`: as wide as there is room. */
  readonly width: string;
  readonly direction: 'ltr' | 'rtl';
  readonly density: NonNullable<ThemeOption['density']>;
  /** A font that is on the page; empty: the chat's own. */
  readonly font: string;
}

export const CHOICES = {
  scheme: { light: 'Light', dark: 'Dark' },
  width: { '320': '320', '390': 'Phone', '768': 'Tablet', full: 'Full' },
  direction: { ltr: 'Left to right', rtl: 'Right to left' },
  density: { compact: 'Compact', normal: 'Normal', spacious: 'Spacious' },
} as const satisfies Record<string, Record<string, string>>;

export type Choice = keyof typeof CHOICES;

const DEFAULTS: GallerySettings = { scheme: 'light', width: 'full', direction: 'ltr', density: 'normal', font: '' };

/** What nobody offers becomes the default. */
export function readSettings(search: string): GallerySettings {
  const given = new URLSearchParams(search);
  const chosen = (Object.keys(CHOICES) as Choice[]).map((key) => {
    const value = given.get(key);
    return [key, value !== null && Object.hasOwn(CHOICES[key], value) ? value : DEFAULTS[key]] as const;
  });
  return { ...DEFAULTS, ...Object.fromEntries(chosen), font: given.get('font') ?? '' };
}

/** The query of an address, empty where nothing is chosen. */
export function writeSettings(settings: GallerySettings): string {
  const chosen = Object.entries(settings).filter(([key, value]) => value !== DEFAULTS[key as keyof GallerySettings]);
  return chosen.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(chosen)).toString()}`;
}

export function themeOf({ scheme, density, font }: GallerySettings, own: ChatKitOptions['theme']): ThemeOption {
  return {
    ...(typeof own === 'object' ? own : {}),
    colorScheme: scheme,
    density,
    ...(font === '' ? {} : { typography: { baseSize: 16, fontFamily: font, fontFamilyMono: font, fontSources: [] } }),
  };
}
