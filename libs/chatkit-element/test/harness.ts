import { launchChromium, type ChromiumOptions, type TestBrowser } from '@frontdesk/testing';
import type { Locator, Page } from 'playwright-core';
import { buildAssets } from './build-assets.js';
import { startFixtureServer, type Assets, type FixtureServer } from './fixture-server.js';

/** A page with the chat in it, in a Chromium and on a server of its own. */
export interface Bench {
  browser: TestBrowser;
  server: FixtureServer;
  page: Page;
  /** Errors that the page did not catch. */
  pageErrors: string[];
  warnings: string[];
}

/** Options that show all that the first version has. */
export const FULL_OPTIONS = {
  theme: { colorScheme: 'dark', radius: 'round', color: { accent: { primary: '#8B5CF6', level: 2 } } },
  header: { enabled: true },
  history: { enabled: true, showDelete: true, showRename: true },
  startScreen: {
    greeting: 'How can we help?',
    prompts: [
      { label: 'Troubleshoot an issue', prompt: 'hello there', icon: 'lifesaver' },
      { label: 'Request a feature', prompt: 'I have an idea', icon: 'lightbulb' },
    ],
  },
  composer: { placeholder: 'Ask the assistant…' },
  threadItemActions: { feedback: true, retry: true },
} as const;

let built: Promise<Assets> | undefined;

/** The bundles of this source, built once per test file. */
export const assets = (): Promise<Assets> => (built ??= buildAssets());

export const openBench = async (options: ChromiumOptions = {}): Promise<Bench> => {
  const server = await startFixtureServer(await assets());
  const browser = await launchChromium({
    context: { viewport: { width: 1100, height: 760 }, reducedMotion: 'reduce', ...options.context },
  });
  const page = await browser.context.newPage();
  page.setDefaultTimeout(10_000);
  const bench: Bench = { browser, server, page, pageErrors: [], warnings: [] };
  page.on('pageerror', (error) => bench.pageErrors.push(error.message));
  page.on('console', (message) => message.type() !== 'log' && bench.warnings.push(message.text()));
  return bench;
};

export const closeBench = async (bench: Bench): Promise<void> => {
  await bench.browser.close();
  await bench.server.close();
};

/** Opens the page with the official bindings. */
export const openReact = async (bench: Bench, options: object = FULL_OPTIONS, path = '/react.html', strict = false): Promise<void> => {
  await bench.page.addInitScript(
    (given) => {
      Object.assign(window, { initialOptions: given.options, strict: given.strict });
    },
    { options, strict },
  );
  await bench.page.goto(bench.server.origin + path);
};

/** Opens a plain page and sets the options by hand; events are recorded on the window. */
export const openPlain = async (bench: Bench, options: object = {}): Promise<void> => {
  await bench.page.goto(`${bench.server.origin}/plain.html`);
  await bench.page.evaluate(async (given) => {
    await customElements.whenDefined('openai-chatkit');
    const chat = document.querySelector('openai-chatkit') as HTMLElement & { setOptions(options: unknown): void };
    const events: unknown[] = [];
    Object.assign(window, { chat, events });
    for (const name of [
      'ready',
      'error',
      'effect',
      'response.start',
      'response.end',
      'thread.change',
      'history.open',
      'history.close',
      'tool.change',
      'deeplink',
      'thread.load.start',
      'thread.load.end',
      'log',
    ]) {
      chat.addEventListener(`chatkit.${name}`, (event) => {
        const { detail } = event as CustomEvent<{ error?: Error }>;
        events.push({ name, detail: detail?.error ? { kind: detail.error.name, error: detail.error.message } : detail });
      });
    }
    chat.setOptions({ api: { url: '/chatkit' }, ...given });
  }, options);
};

export const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });

export const send = async (page: Page, text: string): Promise<void> => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
};

export interface Recorded {
  name: string;
  detail?: unknown;
}

/** Events that the bindings delivered so far. */
export const events = (page: Page): Promise<Recorded[]> => page.evaluate(() => window.bridge.events);

export const eventNames = async (page: Page): Promise<string[]> => (await events(page)).map(({ name }) => name);

/** Calls a method through the hook of the official bindings; a rejection comes back as its message. */
export const call = (page: Page, method: string, ...args: unknown[]): Promise<string | null> =>
  page.evaluate(
    async ([name, given]) => {
      const methods = window.bridge.chatkit as unknown as Record<string, (...args: unknown[]) => Promise<void>>;
      try {
        await methods[name]?.(...given);
        return null;
      } catch (error) {
        return (error as Error).message;
      }
    },
    [method, args] as const,
  );

/** Waits for a condition on the page, polled by Playwright. */
export const until = async (check: () => Promise<boolean>, what: string, timeoutMs = 8_000): Promise<void> => {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline) {
      throw new Error(`Timed out: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

/** Waits until the turn under way has ended. */
export const answered = (page: Page, count = 1): Promise<void> =>
  until(async () => (await eventNames(page)).filter((name) => name === 'response.end').length >= count, `${count} answers`);

declare global {
  interface Window {
    /** The element of the plain page, see {@link openPlain}. */
    chat: HTMLElement & Record<string, (...args: unknown[]) => unknown>;
    events: Recorded[];
  }
}

/** Events that the plain page has heard so far. */
export const recorded = (page: Page): Promise<Recorded[]> => page.evaluate(() => window.events);

export const heardOn = (page: Page, name: string, count: number): Promise<void> =>
  until(async () => (await recorded(page)).filter((event) => event.name === name).length >= count, `${count} × ${name}`);
