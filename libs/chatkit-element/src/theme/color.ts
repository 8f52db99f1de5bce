/** Colour arithmetic: CSS colours ↔ sRGB ↔ OKLCH, and the contrast of WCAG 2. Channels are 0–1, hue is in degrees. */
export interface Rgb {
  r: number;
  g: number;
  b: number;
}

export interface Oklch {
  l: number;
  c: number;
  h: number;
}

const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));

const toLinear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

const fromLinear = (channel: number): number => (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055);

/** sRGB → OKLCH (Björn Ottosson's OKLab matrices). */
export const rgbToOklch = ({ r, g, b }: Rgb): Oklch => {
  const [lr, lg, lb] = [toLinear(r), toLinear(g), toLinear(b)];
  const l = Math.cbrt(0.4122214708 * lr + 0.5363325363 * lg + 0.0514459929 * lb);
  const m = Math.cbrt(0.2119034982 * lr + 0.6806995451 * lg + 0.1073969566 * lb);
  const s = Math.cbrt(0.0883024619 * lr + 0.2817188376 * lg + 0.6299787005 * lb);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const hue = (Math.atan2(bb, a) * 180) / Math.PI;
  return { l: lightness, c: Math.hypot(a, bb), h: hue < 0 ? hue + 360 : hue };
};

const oklchToLinear = ({ l, c, h }: Oklch): Rgb => {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const ll = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const mm = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const ss = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    r: 4.0767416621 * ll - 3.3077115913 * mm + 0.2309699292 * ss,
    g: -1.2684380046 * ll + 2.6097574011 * mm - 0.3413193965 * ss,
    b: -0.0041960863 * ll - 0.7034186147 * mm + 1.707614701 * ss,
  };
};

const inGamut = ({ r, g, b }: Rgb): boolean => [r, g, b].every((channel) => channel >= -0.0005 && channel <= 1.0005);

/** OKLCH → sRGB; a colour outside the gamut loses chroma, never lightness or hue. */
export const oklchToRgb = (color: Oklch): Rgb => {
  let chroma = color.c;
  let linear = oklchToLinear(color);
  while (!inGamut(linear) && chroma > 0) {
    chroma = Math.max(0, chroma - 0.004);
    linear = oklchToLinear({ ...color, c: chroma });
  }
  return {
    r: clamp01(fromLinear(clamp01(linear.r))),
    g: clamp01(fromLinear(clamp01(linear.g))),
    b: clamp01(fromLinear(clamp01(linear.b))),
  };
};

const channelHex = (channel: number): string =>
  Math.round(clamp01(channel) * 255)
    .toString(16)
    .padStart(2, '0');

export const toHex = ({ r, g, b }: Rgb): string => `#${channelHex(r)}${channelHex(g)}${channelHex(b)}`;

export const oklchHex = (l: number, c: number, h: number): string => toHex(oklchToRgb({ l, c, h }));

const parseHex = (text: string): Rgb | null => {
  const digits = text.slice(1);
  const pairs = digits.length <= 4 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  const [r, g, b] = pairs.map((pair) => Number.parseInt(pair, 16) / 255);
  return r === undefined || g === undefined || b === undefined ? null : { r, g, b };
};

const channel = (text: string, full: number): number =>
  text.endsWith('%') ? Number.parseFloat(text) / 100 : Number.parseFloat(text) / full;

const hslToRgb = (h: number, s: number, l: number): Rgb => {
  const a = s * Math.min(l, 1 - l);
  const at = (n: number): number => {
    const k = (n + h / 30) % 12;
    return l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return { r: at(0), g: at(8), b: at(4) };
};

const parseFunction = (name: string, args: string[]): Rgb | null => {
  const [first, second, third] = args;
  if (first === undefined || second === undefined || third === undefined) {
    return null;
  }
  switch (name) {
    case 'rgb':
    case 'rgba':
      return { r: clamp01(channel(first, 255)), g: clamp01(channel(second, 255)), b: clamp01(channel(third, 255)) };
    case 'hsl':
    case 'hsla':
      return hslToRgb(((Number.parseFloat(first) % 360) + 360) % 360, channel(second, 100), channel(third, 100));
    case 'oklch':
      return oklchToRgb({
        l: channel(first, 1),
        c: second.endsWith('%') ? channel(second, 1) * 0.4 : Number.parseFloat(second),
        h: Number.parseFloat(third),
      });
    default:
      return null;
  }
};

/** Reads a CSS colour (`#rgb`, `#rrggbb`, `rgb()`, `hsl()`, `oklch()`; alpha is dropped); null for what it does not know. */
export const parseColor = (text: string): Rgb | null => {
  const value = text.trim().toLowerCase();
  if (/^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(value)) {
    return parseHex(value);
  }
  const call = /^([a-z]+)\(([^()]*)\)$/.exec(value);
  if (call === null) {
    return null;
  }
  const parsed = parseFunction(call[1] ?? '', (call[2] ?? '').split(/[\s,/]+/).filter(Boolean));
  return parsed !== null && [parsed.r, parsed.g, parsed.b].every(Number.isFinite) ? parsed : null;
};

const luminance = ({ r, g, b }: Rgb): number => 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b);

/** WCAG 2 contrast ratio, 1–21. */
export const contrast = (a: Rgb, b: Rgb): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** Mixes in sRGB; `amount` 0 is `a`, 1 is `b`. */
export const mix = (a: Rgb, b: Rgb, amount: number): Rgb => ({
  r: a.r + (b.r - a.r) * amount,
  g: a.g + (b.g - a.g) * amount,
  b: a.b + (b.b - a.b) * amount,
});

/** Moves the lightness of `color` away from every ground until each pair reaches `ratio` (or black or white is reached). */
export const ensureContrast = (color: Rgb, grounds: readonly Rgb[], ratio: number): Rgb => {
  const reaches = (candidate: Rgb): boolean => grounds.every((ground) => contrast(candidate, ground) >= ratio);
  const { l, c, h } = rgbToOklch(color);
  const mean = grounds.reduce((sum, ground) => sum + rgbToOklch(ground).l, 0) / Math.max(1, grounds.length);
  const step = mean > 0.6 ? -0.01 : 0.01;
  let lightness = l;
  let candidate = color;
  while (!reaches(candidate) && lightness + step >= 0 && lightness + step <= 1) {
    lightness += step;
    candidate = parseColor(oklchHex(lightness, c, h)) ?? candidate;
  }
  return candidate;
};

export const WHITE: Rgb = { r: 1, g: 1, b: 1 };
