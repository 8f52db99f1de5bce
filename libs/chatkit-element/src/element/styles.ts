import base from '../view/base.css?inline';
import composer from '../view/composer/composer.css?inline';
import forcedColors from '../view/forced-colors.css?inline';
import header from '../view/header/header.css?inline';
import history from '../view/history/history.css?inline';
import menu from '../view/menu/menu.css?inline';
import markdown from '../view/markdown/markdown.css?inline';
import start from '../view/start-screen/start-screen.css?inline';
import images from '../view/thread/images.css?inline';
import sources from '../view/thread/sources.css?inline';
import thread from '../view/thread/thread.css?inline';
import widgets from '../view/widgets/widgets.css?inline';

let shared: CSSStyleSheet | null = null;

const sheetOf = (css: string): CSSStyleSheet => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};

/** The one sheet that all elements of a page share. Constructable sheets need no `unsafe-inline`. */
export const chatSheet = (): CSSStyleSheet =>
  (shared ??= sheetOf([base, header, start, thread, sources, images, markdown, widgets, composer, history, menu, forcedColors].join('\n')));
