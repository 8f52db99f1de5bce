import type { FontObject } from '@openai/chatkit';

const loaded = new Set<string>();

/** Loads web fonts of the theme. Font faces belong to the document: a shadow root cannot have its own. */
export const loadFonts = (sources: readonly FontObject[], onError: (error: Error) => void): void => {
  for (const { family, src, weight, style, display, unicodeRange } of sources) {
    const key = JSON.stringify([family, src, weight, style]);
    if (loaded.has(key)) {
      continue;
    }
    loaded.add(key);
    const face = new FontFace(family, `url(${JSON.stringify(src)})`, {
      ...(weight === undefined ? {} : { weight: String(weight) }),
      ...(style === undefined ? {} : { style }),
      display: display ?? 'swap',
      ...(unicodeRange === undefined ? {} : { unicodeRange }),
    });
    document.fonts.add(face);
    face.load().catch((error: unknown) => onError(error instanceof Error ? error : new Error(`The font ${family} could not be loaded.`)));
  }
};
