import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { axeViolations, startChromium } from '@frontdesk/testing';
import type { TestBrowser, TestChromium } from '@frontdesk/testing';
import type { Page } from 'playwright-core';

import { writeSettings } from '../src/gallery/settings.js';
import type { GallerySettings } from '../src/gallery/settings.js';
import { STATES } from '../src/gallery/states/index.js';
import { WebPage } from './web-page.js';

// Page and element as the build that precedes every test run left them.
const WEB = fileURLToPath(new URL('../dist', import.meta.url));
const ELEMENT = fileURLToPath(new URL('../../../libs/chatkit-element/dist/chatkit.js', import.meta.url));
const FONT = 'Inter';
const WEIGHTS = [400, 500, 600, 700];
/** What "3 minutes ago" is counted from. */
const NOW = new Date('2026-11-25T10:30:00Z');
const require = createRequire(import.meta.url);

/** Letters look the same wherever this runs: one font, and no hints or colours that a screen or a system would ask for. */
const SAME_LETTERS = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'];

/** Makes a font of the page out of the bytes of its files, which needs no request, and hides the caret, which blinks. */
async function steady(page: Page): Promise<void> {
  const faces = await Promise.all(
    WEIGHTS.map(async (weight) => {
      const file = require.resolve(`@fontsource/inter/files/inter-latin-${String(weight)}-normal.woff2`);
      return { weight: String(weight), bytes: [...(await readFile(file))] };
    }),
  );
  await page.evaluate(
    async ([family, given]) => {
      for (const { weight, bytes } of given) {
        document.fonts.add(await new FontFace(family, new Uint8Array(bytes), { weight }).load());
      }
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('openai-chatkit { caret-color: transparent }');
      document.adoptedStyleSheets.push(sheet);
    },
    [FONT, faces] as const,
  );
}

/** The gallery in a browser, with the element and the page as they are built for production. */
export class GalleryPage {
  private constructor(
    readonly web: WebPage,
    private readonly chromium: TestChromium,
    readonly browser: TestBrowser,
  ) {}

  static async open(): Promise<GalleryPage> {
    // Half the pixels: enough to see what is where, too few to care how a letter is smoothed.
    const context = { viewport: { width: 1040, height: 680 }, deviceScaleFactor: 0.5, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'UTC' } as const;
    const chromium = await startChromium(SAME_LETTERS);
    const browser = await chromium.open({ context });
    const gallery = new GalleryPage(await WebPage.start(WEB, browser, ELEMENT), chromium, browser);
    await gallery.page.clock.setFixedTime(NOW);
    await gallery.web.open('/gallery');
    await steady(gallery.page);
    return gallery;
  }

  get page(): Page {
    return this.web.page;
  }

  async close(): Promise<void> {
    await this.web.close();
    await this.chromium.close();
  }

  /** Shows a state. @throws Error with the reason when it does not come about */
  async show(name: string, settings: Partial<GallerySettings>): Promise<void> {
    if ((await this.page.locator('[data-shown]').getAttribute('data-shown')) === name) {
      // Begins anew: whoever was here before has left it as it may not be any more.
      await this.show(STATES.find((state) => state.name !== name)?.name ?? '', {});
    }
    await this.goTo(settings, name);
    const host = await this.page.waitForSelector(`[data-shown="${name}"], [data-failed^="${name}:"]`, { state: 'attached' });
    const failed = await host.getAttribute('data-failed');
    if (failed !== null) {
      throw new Error(failed);
    }
    await this.settled();
  }

  /** The state that is shown, under other settings. */
  async set(settings: Partial<GallerySettings>): Promise<void> {
    await this.goTo(settings);
    await this.settled();
  }

  /** Of the chat; formulas are masked and have one size, since their font is the system's. */
  async screenshot(): Promise<Buffer> {
    const formulas = this.page.locator('openai-chatkit math');
    await formulas.evaluateAll((found) => {
      for (const formula of found as MathMLElement[]) {
        formula.style.cssText = 'display: inline-block; width: 6em; height: 1em; vertical-align: top; color: transparent';
      }
    });
    const clip = await this.page.evaluate(() => {
      const { x, y, width, height } = document.querySelector('openai-chatkit')?.getBoundingClientRect() ?? new DOMRect();
      return { x, y, width, height };
    });
    const mask = (await formulas.count()) > 0 ? { mask: [formulas] } : {};
    // Nothing is animated and no caret is shown, see `open`: Playwright need not see to it each time.
    return this.page.screenshot({ clip, caret: 'initial', animations: 'allow', ...mask });
  }

  /** What axe finds in the chat, by all of its rules. */
  findings(): Promise<string[]> {
    return axeViolations(this.page, 'openai-chatkit');
  }

  /** Animations that go on, by name. */
  moving(): Promise<string[]> {
    return this.page.evaluate(() => {
      const animations = document.querySelector('openai-chatkit')?.shadowRoot?.getAnimations() ?? [];
      return animations.filter(({ playState }) => playState === 'running').map((animation) => (animation as CSSAnimation).animationName);
    });
  }

  private goTo(settings: Partial<GallerySettings>, name?: string): Promise<void> {
    const query = writeSettings({ scheme: 'light', width: 'full', direction: 'ltr', density: 'normal', font: FONT, ...settings });
    return this.page.evaluate(
      ([search, hash]) => {
        history.replaceState(null, '', `/gallery${search}${hash === undefined ? location.hash : `#${hash}`}`);
        dispatchEvent(new PopStateEvent('popstate'));
      },
      [query, name] as const,
    );
  }

  /** Images and icons are there, and what follows a change of size has followed. */
  private settled(): Promise<void> {
    return this.page.evaluate(async () => {
      const root = document.querySelector('openai-chatkit')?.shadowRoot;
      const near = [...(root?.querySelectorAll('img') ?? [])].filter((image) => image.checkVisibility());
      await Promise.all(near.map((image) => image.decode().catch(() => undefined)));
      // Places that are kept for drawings on their way.
      while (root?.querySelector('span.icon')) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      for (let frame = 0; frame < 3; frame++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
  }
}
