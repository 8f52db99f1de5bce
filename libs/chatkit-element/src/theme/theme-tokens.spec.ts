import fc from 'fast-check';
import { contrast, ensureContrast, oklchHex, parseColor, rgbToOklch, toHex, WHITE, type Rgb } from './color.js';
import { resolveTheme, themeCss, type Scheme, type ThemeTokens } from './theme-tokens.js';

const rgb = (css: string | undefined): Rgb => {
  const color = parseColor(css ?? '');
  if (color === null) {
    throw new Error(`not a colour: ${css}`);
  }
  return color;
};

const ratio = (tokens: ThemeTokens, text: string, ground: string): number => contrast(rgb(tokens[text]), rgb(tokens[ground]));

describe('colour arithmetic', () => {
  test('reads hex, rgb, hsl and oklch alike', () => {
    for (const css of ['#f00', '#ff0000', 'rgb(255 0 0)', 'rgba(255, 0, 0, 0.5)', 'hsl(0 100% 50%)']) {
      expect(toHex(rgb(css))).toBe('#ff0000');
    }
    expect(toHex(rgb('oklch(0.628 0.2577 29.23)'))).toMatch(/^#f[ef]0[0-3]0[0-3]$/);
  });

  test.each(['', 'red;}', 'url(x)', '#12', 'rgb(1 2)', 'rgb(a b c)', 'var(--x)'])('does not read %j', (css) => {
    expect(parseColor(css)).toBeNull();
  });

  test('goes to OKLCH and back without a visible change', () => {
    for (const hex of ['#8b5cf6', '#17171a', '#fefefe', '#0ea5e9']) {
      const { l, c, h } = rgbToOklch(rgb(hex));
      expect(oklchHex(l, c, h)).toBe(hex);
    }
  });

  test('knows the contrast of black and white', () => {
    expect(contrast(WHITE, { r: 0, g: 0, b: 0 })).toBeCloseTo(21, 5);
  });

  test('moves a colour only as far as the contrast needs', () => {
    const yellow = rgb('#facc15');
    const readable = ensureContrast(yellow, [WHITE], 4.5);
    expect(contrast(readable, WHITE)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(readable, WHITE)).toBeLessThan(5);
    expect(ensureContrast(yellow, [rgb('#000000')], 4.5)).toEqual(yellow);
  });
});

const ACCENTS = ['#8B5CF6', '#facc15', '#ffffff', '#000000', '#ff0000', '#00ff00', '#0ea5e9', '#777777'];
const LEVELS = [0, 1, 2, 3] as const;
const PAIRS: readonly (readonly [string, string])[] = [
  ['text', 'ground'],
  ['text', 'surface'],
  ['text', 'raised'],
  ['text', 'surface-strong'],
  ['text-secondary', 'ground'],
  ['text-secondary', 'surface'],
  ['text-tertiary', 'ground'],
  ['text-tertiary', 'surface'],
  ['text-tertiary', 'raised'],
  ['text-tertiary', 'surface-strong'],
  ['on-accent', 'accent'],
  ['accent-ink', 'ground'],
  ['accent-ink', 'accent-soft'],
  ['user-text', 'user-ground'],
  ...['danger', 'warning', 'caution', 'success', 'info', 'discovery'].flatMap(
    (tone) =>
      [
        [tone, 'ground'],
        // Coloured code.
        [tone, 'surface'],
        [tone, `${tone}-soft`],
        [`${tone}-on-solid`, `${tone}-solid`],
      ] as const,
  ),
];

describe('theme tokens', () => {
  test.each<Scheme>(['light', 'dark'])('every text reaches AA for every accent, level, tint and shade (%s)', (scheme) => {
    const low: string[] = [];
    for (const primary of ACCENTS) {
      for (const level of LEVELS) {
        for (const [tint, shade] of [
          [0, 0],
          [9, -4],
          [9, 4],
          [4, 2],
        ] as const) {
          const tokens = resolveTheme({ color: { accent: { primary, level }, grayscale: { hue: 220, tint, shade } } }, scheme);
          low.push(
            ...PAIRS.filter(([text, ground]) => ratio(tokens, text, ground) < 4.5).map(
              ([text, ground]) => `${text} on ${ground}: ${primary} ${level} ${tint} ${shade}`,
            ),
          );
        }
      }
    }
    expect(low).toEqual([]);
  });

  test('every text reaches AA for any accent and any greys', () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map(([r, g, b]) => `rgb(${r} ${g} ${b})`);
    const theme = fc.record({
      scheme: fc.constantFrom<Scheme>('light', 'dark'),
      primary: colour,
      level: fc.constantFrom(...LEVELS),
      hue: fc.nat(360),
      tint: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
      shade: fc.constantFrom(-4, -3, -2, -1, 0, 1, 2, 3, 4),
    });
    fc.assert(
      fc.property(theme, ({ scheme, primary, level, hue, tint, shade }) => {
        const tokens = resolveTheme({ color: { accent: { primary, level }, grayscale: { hue, tint, shade } } }, scheme);
        expect(PAIRS.filter(([text, ground]) => ratio(tokens, text, ground) < 4.5)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('the dark ground is near #17171a and never black, the light one near white', () => {
    expect(contrast(rgb(resolveTheme({}, 'dark').ground), rgb('#17171a'))).toBeLessThan(1.05);
    expect(contrast(rgb(resolveTheme({}, 'light').ground), WHITE)).toBeLessThan(1.05);
  });

  test('own surface colours are used, with readable texts derived from them', () => {
    const tokens = resolveTheme({ color: { surface: { background: '#102030', foreground: '#e0f0ff' } } }, 'dark');
    expect(tokens.ground).toBe('#102030');
    expect(ratio(tokens, 'text-tertiary', 'ground')).toBeGreaterThanOrEqual(4.5);
  });

  test('radius and density drive the shape tokens', () => {
    expect(resolveTheme({ radius: 'sharp', density: 'compact' }, 'light')).toMatchObject({ 'radius-control': '0px', gap: '0.75' });
    expect(resolveTheme({}, 'light')).toMatchObject({ 'radius-control': '999px', gap: '1' });
  });

  test('a font name cannot leave its property', () => {
    const css = themeCss(resolveTheme({ typography: { fontFamily: 'x; } :host { display: none' } }, 'light'));
    expect(css.match(/[{}]/g)).toEqual(['{', '}']);
  });
});
