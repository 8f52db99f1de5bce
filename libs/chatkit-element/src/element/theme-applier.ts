import { parseColor, type Rgb } from '../theme/color.js';
import { resolveTheme, themeCss } from '../theme/theme-tokens.js';
import { loadFonts } from './fonts.js';
import type { ThemeChoice, ThemeSettings } from '../options/options.js';

/** A bare scheme name is the short form. */
const settingsOf = (theme: ThemeChoice | undefined): ThemeSettings => (typeof theme === 'string' ? { colorScheme: theme } : (theme ?? {}));

/**
 * The style sheet of a theme, with both schemes for widgets that have one of their own. A theme that follows the system
 * carries both for itself, too, so that nothing has to listen.
 */
const sheetOf = ({ colorScheme = 'light', ...theme }: ThemeSettings): string => {
  const css = (scheme: 'light' | 'dark', selector?: string): string => themeCss(resolveTheme(theme, scheme, readColor), selector);
  const ofWidgets = css('light', '[data-scheme=light]') + css('dark', '[data-scheme=dark]');
  const own = colorScheme === 'system' ? `${css('light')}@media (prefers-color-scheme:dark){${css('dark')}}` : css(colorScheme);
  return own + ofWidgets;
};

let canvas: CanvasRenderingContext2D | null = null;

/** Also understands what only the browser knows, such as named colours and `lab()`. */
const readColor = (css: string): Rgb | null => {
  const known = parseColor(css);
  if (known !== null || !CSS.supports('color', css)) {
    return known;
  }
  canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) {
    return null;
  }
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return { r: r / 255, g: g / 255, b: b / 255 };
};

/** Keeps the theme's style sheet of one element. */
export class ThemeApplier {
  readonly sheet = new CSSStyleSheet();
  private last = '';

  apply(theme: ThemeChoice | undefined, onError: (error: Error) => void): void {
    const option = settingsOf(theme);
    const css = sheetOf(option);
    if (css !== this.last) {
      this.sheet.replaceSync(css);
    }
    this.last = css;
    if (option.typography?.fontSources) {
      loadFonts(option.typography.fontSources, onError);
    }
  }
}
