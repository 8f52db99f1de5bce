import { describeInChromium } from '@frontdesk/testing';

import { compareWithBaseline } from './baselines.js';
import { GalleryPage } from './gallery-page.js';
import { eventually } from './web-page.js';

describeInChromium('the chat in the gallery', () => {
  let gallery: GalleryPage;

  beforeAll(async () => {
    gallery = await GalleryPage.open();
  });

  afterEach(() => gallery.page.emulateMedia({ forcedColors: 'none' }));

  afterAll(() => gallery.close());

  /** What has the focus in the chat: its name, else its tag; null when the focus is lost. */
  const focused = (): Promise<string | null> =>
    gallery.page.evaluate(() => {
      const element = document.querySelector('openai-chatkit')?.shadowRoot?.activeElement;
      return element ? (element.getAttribute('aria-label') ?? element.textContent?.trim() ?? element.localName) : null;
    });

  // Where the focus was before, and is again once what was opened has gone.
  it.each([
    ['composer-plus', ['Escape'], 'Add files and tools'],
    ['composer-models', ['Escape'], 'Model: Quick'],
    ['composer-models', ['ArrowDown', 'Enter'], 'Model: Thorough'],
    ['composer-mentions', ['Escape'], 'Message'],
    ['composer-mentions', ['Enter'], 'Message'],
    ['composer-commands', ['Escape'], 'Message'],
    ['history-rename', ['Escape'], 'Rename “Trip to Lisbon”'],
    ['history-rename', ['Enter'], 'Rename “Trip to Lisbon”'],
    ['history-actions', ['Escape'], 'Chat history'],
    ['history-deleted', ['Enter'], 'Back to chat'],
    ['image-large', ['Escape'], 'Open the image'],
    ['citation-card', ['Escape'], 'Weather office+1. Source: Weather office, Rain blog'],
    ['sources', ['Enter'], 'Sources · 4'],
    ['widget-date-open', ['Escape'], 'Nov 12, 2026'],
    ['widget-select-open', ['Escape'], ''],
    ['widget-select-open', ['Enter'], ''],
  ])('%s: after %j the focus is on %j', async (name, keys, expected) => {
    await gallery.show(name, {});
    for (const key of keys) {
      await gallery.page.keyboard.press(key);
    }
    // A frame or two later: what was open has to be gone first.
    await eventually(async () => expect(await focused()).toBe(expected));
  });

  // Forced colours take every ground away: what is chosen, and where things end, must be told by a line.
  it.each([
    ['composer-tool', '.tool-chip.selected', 'outlineStyle'],
    ['composer-commands', '.menu-row.active', 'outlineStyle'],
    ['composer-tags', '.draft-tag', 'outlineStyle'],
    ['history', '.history-row.current', 'outlineStyle'],
    ['widget-date-open', '.rdp-selected button', 'outlineStyle'],
    ['widget-select-open', '.w-options li.active', 'outlineStyle'],
    ['feedback', '.icon-button.chosen', 'outlineStyle'],
    ['conversation', '.bubble', 'borderTopStyle'],
    ['composer-draft', '.send', 'borderTopStyle'],
    ['widget-button', '.w-button.solid', 'borderTopStyle'],
    ['widget-badge', '.w-badge.soft', 'borderTopStyle'],
    ['citations', '.citation', 'borderTopStyle'],
  ] as const)('in forced colours %s shows %s by a line', async (name, selector, line) => {
    await gallery.page.emulateMedia({ forcedColors: 'active' });
    await gallery.show(name, {});
    const element = gallery.page.locator(`openai-chatkit ${selector}`).first();
    expect(await element.evaluate((node, property) => getComputedStyle(node)[property], line)).toBe('solid');
  });

  it('in forced colours no text is drawn by a ground that is not there', async () => {
    await gallery.page.emulateMedia({ forcedColors: 'active' });
    await gallery.show('thinking', {});
    const shimmer = gallery.page.locator('openai-chatkit .shimmer').first();
    expect(await shimmer.evaluate((node) => getComputedStyle(node).color)).not.toBe('rgba(0, 0, 0, 0)');
  });

  it('a line that has moved by two pixels is found by its picture', async () => {
    await gallery.show('conversation', { width: '320' });
    expect(await compareWithBaseline('conversation.light', await gallery.screenshot())).toBeNull();
    await gallery.page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('.assistant-message { translate: 0 2px }');
      document.querySelector('openai-chatkit')?.shadowRoot?.adoptedStyleSheets.push(sheet);
    });
    expect(await compareWithBaseline('conversation.light', await gallery.screenshot())).toMatch(/^conversation.light differs in/);
  });
});
