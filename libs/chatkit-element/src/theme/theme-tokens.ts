import type { GrayscaleOptions, ThemeOption } from '@openai/chatkit';
import { WHITE, contrast, ensureContrast, mix, oklchHex, oklchToRgb, parseColor, rgbToOklch, toHex, type Rgb } from './color.js';

/** Custom properties of the theme, without the leading `--ck-`. */
export type ThemeTokens = Record<string, string>;

export type Scheme = 'light' | 'dark';

/** Turns a CSS colour into channels; the browser's own parser may stand behind {@link parseColor} for named colours. */
export type ColorReader = (css: string) => Rgb | null;

/** AA for text, and for parts of controls and focus rings. */
const TEXT_RATIO = 4.6;
const PART_RATIO = 3.1;

interface Greys {
  ground: Rgb;
  surface: Rgb;
  surfaceStrong: Rgb;
  raised: Rgb;
  hairline: Rgb;
  hairlineStrong: Rgb;
  text: Rgb;
  textSecondary: Rgb;
  textTertiary: Rgb;
}

/** Lightness of each grey; one small step between surfaces, never pure black. */
const LIGHTNESS: Record<Scheme, Record<keyof Greys, number>> = {
  light: {
    ground: 0.992,
    surface: 0.962,
    surfaceStrong: 0.93,
    raised: 1,
    hairline: 0.915,
    hairlineStrong: 0.84,
    text: 0.23,
    textSecondary: 0.43,
    textTertiary: 0.54,
  },
  dark: {
    ground: 0.205,
    surface: 0.255,
    surfaceStrong: 0.3,
    raised: 0.243,
    hairline: 0.305,
    hairlineStrong: 0.4,
    text: 0.945,
    textSecondary: 0.77,
    textTertiary: 0.68,
  },
};

const SHADE_STEP: Record<Scheme, number> = { light: 0.006, dark: 0.014 };

type GreyOf = (name: keyof Greys, shifted?: boolean) => Rgb;

/** Greys of the option's hue and tint; texts do not move with the shade, so that their contrast stays. */
const greyScale = (scheme: Scheme, grayscale: GrayscaleOptions | undefined): GreyOf => {
  const hue = grayscale?.hue ?? 285;
  const chroma = grayscale === undefined ? 0.005 : grayscale.tint * 0.0038;
  const shift = (grayscale?.shade ?? 0) * SHADE_STEP[scheme];
  return (name, shifted = true) =>
    oklchToRgb({ l: Math.min(1, Math.max(0, LIGHTNESS[scheme][name] + (shifted ? shift : 0))), c: chroma, h: hue });
};

const readableTexts = (greys: Omit<Greys, 'textSecondary' | 'textTertiary'>, secondary: Rgb, tertiary: Rgb): Greys => {
  const grounds = [greys.ground, greys.surface, greys.surfaceStrong, greys.raised];
  return {
    ...greys,
    text: ensureContrast(greys.text, grounds, 7),
    textSecondary: ensureContrast(secondary, grounds, TEXT_RATIO),
    textTertiary: ensureContrast(tertiary, grounds, TEXT_RATIO),
  };
};

/** Steps between two colours that the page chose itself. */
const ownGreys = (scheme: Scheme, ground: Rgb, text: Rgb): Greys => {
  const step = (amount: number): Rgb => mix(ground, text, amount);
  const greys = {
    ground,
    surface: step(0.05),
    surfaceStrong: step(0.1),
    raised: mix(ground, scheme === 'light' ? WHITE : text, 0.04),
    hairline: step(0.12),
    hairlineStrong: step(0.24),
    text,
  };
  return readableTexts(greys, mix(text, ground, 0.28), mix(text, ground, 0.42));
};

const buildGreys = (scheme: Scheme, theme: ThemeOption, read: ColorReader): Greys => {
  const grey = greyScale(scheme, theme.color?.grayscale);
  const surface = theme.color?.surface;
  if (surface !== undefined) {
    return ownGreys(scheme, read(surface.background) ?? grey('ground'), read(surface.foreground) ?? grey('text', false));
  }
  const greys = {
    ground: grey('ground'),
    surface: grey('surface'),
    surfaceStrong: grey('surfaceStrong'),
    raised: grey('raised'),
    hairline: grey('hairline'),
    hairlineStrong: grey('hairlineStrong'),
    text: grey('text', false),
  };
  return readableTexts(greys, grey('textSecondary', false), grey('textTertiary', false));
};

const INK: Rgb = { r: 0.07, g: 0.07, b: 0.08 };

/** The label colour of a fill: white as long as a little darkening of the fill makes it readable, else near-black. */
const onColor = (ground: Rgb): Rgb => (contrast(WHITE, ground) >= 3 ? WHITE : INK);

/** A fill whose label (white or near-black) is readable on it. */
const readableFill = (fill: Rgb): { fill: Rgb; label: Rgb } => {
  const label = onColor(fill);
  return { fill: ensureContrast(fill, [label], TEXT_RATIO), label };
};

interface Accent {
  level: number;
  base: Rgb;
  fill: Rgb;
  label: Rgb;
  ink: Rgb;
  soft: Rgb;
}

const buildAccent = (theme: ThemeOption, greys: Greys, read: ColorReader): Accent => {
  const option = theme.color?.accent;
  const base = (option && read(option.primary)) ?? greys.text;
  const level = option?.level ?? 1;
  // At level 0 the accent only marks links and focus; the send button stays neutral.
  const { fill, label } = readableFill(level === 0 ? greys.text : base);
  const soft = mix(greys.ground, base, 0.08 + level * 0.035);
  return { level, base, fill, label, ink: ensureContrast(base, [greys.ground, greys.raised, soft], TEXT_RATIO), soft };
};

const bubble = (scheme: Scheme, accent: Accent, greys: Greys): { ground: Rgb; text: Rgb } => {
  if (accent.level >= 3) {
    return { ground: accent.fill, text: accent.label };
  }
  if (accent.level === 2) {
    const tinted = mix(greys.surfaceStrong, accent.base, scheme === 'light' ? 0.12 : 0.24);
    return { ground: tinted, text: ensureContrast(greys.text, [tinted], 7) };
  }
  return { ground: greys.surface, text: greys.text };
};

/** `fill`: how light a ground in this colour is; yellow is none when it is dark. */
const SEMANTIC: Record<string, { hue: number; chroma: number; fill?: number }> = {
  danger: { hue: 25, chroma: 0.2 },
  warning: { hue: 60, chroma: 0.16 },
  caution: { hue: 100, chroma: 0.15, fill: 0.84 },
  success: { hue: 152, chroma: 0.16 },
  info: { hue: 250, chroma: 0.17 },
  discovery: { hue: 300, chroma: 0.19 },
};

const semanticTokens = (scheme: Scheme, greys: Greys): ThemeTokens => {
  const tokens: ThemeTokens = {};
  for (const [name, { hue, chroma, fill = 0.56 }] of Object.entries(SEMANTIC)) {
    const base = oklchToRgb({ l: scheme === 'light' ? 0.58 : 0.72, c: chroma, h: hue });
    const soft = mix(greys.ground, base, scheme === 'light' ? 0.1 : 0.16);
    const solid = readableFill(oklchToRgb({ l: fill, c: chroma, h: hue }));
    tokens[name] = toHex(ensureContrast(base, [greys.ground, greys.surface, greys.raised, soft], TEXT_RATIO));
    tokens[`${name}-soft`] = toHex(soft);
    tokens[`${name}-solid`] = toHex(solid.fill);
    tokens[`${name}-on-solid`] = toHex(solid.label);
    tokens[`${name}-line`] = toHex(mix(greys.ground, base, 0.35));
  }
  return tokens;
};

const RADII: Record<NonNullable<ThemeOption['radius']>, { control: string; surface: string; small: string; bubble: string }> = {
  pill: { control: '999px', surface: '24px', small: '10px', bubble: '22px' },
  round: { control: '12px', surface: '18px', small: '8px', bubble: '18px' },
  soft: { control: '8px', surface: '10px', small: '6px', bubble: '10px' },
  sharp: { control: '0px', surface: '0px', small: '0px', bubble: '0px' },
};

const DENSITY: Record<NonNullable<ThemeOption['density']>, number> = { compact: 0.75, normal: 1, spacious: 1.25 };

const SYSTEM_FONT =
  "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Ubuntu, Cantarell, 'Helvetica Neue', Arial, sans-serif";
const SYSTEM_MONO = "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace";

const shapeTokens = (theme: ThemeOption): ThemeTokens => {
  const radius = RADII[theme.radius ?? 'pill'];
  return {
    'radius-control': radius.control,
    'radius-surface': radius.surface,
    'radius-small': radius.small,
    'radius-bubble': radius.bubble,
    gap: String(DENSITY[theme.density ?? 'normal']),
    'font-size': `${theme.typography?.baseSize ?? 16}px`,
    font: theme.typography?.fontFamily ? `${theme.typography.fontFamily}, ${SYSTEM_FONT}` : SYSTEM_FONT,
    mono: theme.typography?.fontFamilyMono ? `${theme.typography.fontFamilyMono}, ${SYSTEM_MONO}` : SYSTEM_MONO,
  };
};

const chartTokens = (scheme: Scheme): ThemeTokens => {
  const hues: Record<string, number> = { blue: 250, purple: 300, orange: 55, green: 152, red: 25, yellow: 92, pink: 350 };
  return Object.fromEntries(
    Object.entries(hues).map(([name, hue]) => [`chart-${name}`, oklchHex(scheme === 'light' ? 0.62 : 0.7, 0.15, hue)]),
  );
};

/** All tokens of a theme. Pure; every text colour reaches AA on the grounds it is used on. */
export const resolveTheme = (theme: ThemeOption, scheme: Scheme, read: ColorReader = parseColor): ThemeTokens => {
  const greys = buildGreys(scheme, theme, read);
  const accent = buildAccent(theme, greys, read);
  const user = bubble(scheme, accent, greys);
  const shadow =
    scheme === 'light'
      ? '0 1px 2px rgb(0 0 0 / 4%), 0 8px 24px rgb(0 0 0 / 7%)'
      : '0 1px 2px rgb(0 0 0 / 30%), 0 8px 24px rgb(0 0 0 / 35%)';
  return {
    scheme,
    ground: toHex(greys.ground),
    surface: toHex(greys.surface),
    'surface-strong': toHex(greys.surfaceStrong),
    raised: toHex(greys.raised),
    hairline: toHex(greys.hairline),
    'hairline-strong': toHex(greys.hairlineStrong),
    text: toHex(greys.text),
    'text-secondary': toHex(greys.textSecondary),
    'text-tertiary': toHex(greys.textTertiary),
    accent: toHex(accent.fill),
    'on-accent': toHex(accent.label),
    'accent-hover': toHex(mix(accent.fill, accent.label, 0.12)),
    'accent-ink': toHex(accent.ink),
    'accent-soft': toHex(accent.soft),
    focus: toHex(ensureContrast(accent.base, [greys.ground, greys.raised, greys.surface], PART_RATIO)),
    'user-ground': toHex(user.ground),
    'user-text': toHex(user.text),
    'shadow-float': shadow,
    ...semanticTokens(scheme, greys),
    ...chartTokens(scheme),
    ...shapeTokens(theme),
  };
};

/** The tokens as a rule for the shadow host's content. `scheme` becomes the `color-scheme` of native controls. */
export const themeCss = (tokens: ThemeTokens, selector = ':host'): string => {
  const { scheme, ...rest } = tokens;
  const lines = Object.entries(rest).map(([name, value]) => `--ck-${name}:${value.replace(/[;{}]/g, '')}`);
  return `${selector}{color-scheme:${scheme ?? 'light'};${lines.join(';')}}`;
};

/** Lightness of a colour, 0–1; decides which scheme a custom ground belongs to. */
export const lightness = (color: Rgb): number => rgbToOklch(color).l;
