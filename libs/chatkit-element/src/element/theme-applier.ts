import type { ThemeOption } from '@openai/chatkit';
import { parseColor, type Rgb } from '../theme/color.js';
import { resolveTheme, themeCss, themeOption, type Scheme } from '../theme/theme-tokens.js';
import { loadFonts } from './fonts.js';

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

  apply(theme: Scheme | ThemeOption | undefined, onError: (error: Error) => void): void {
    const option = themeOption(theme);
    const css = themeCss(resolveTheme(option, option.colorScheme ?? 'light', readColor));
    if (css !== this.last) {
      this.sheet.replaceSync(css);
    }
    this.last = css;
    if (option.typography?.fontSources) {
      loadFonts(option.typography.fontSources, onError);
    }
  }
}
