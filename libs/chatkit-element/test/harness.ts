import { startChromium, type TestBrowser, type TestChromium } from '@frontdesk/testing';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { elementAssets, reactApp, type ReactBuild } from './build-assets.js';
import { startFixtureServer, type Assets, type FixtureServer } from './fixture-server.js';

/** A page with the chat in it, in a browser context and on a server of its own. */
export interface Bench {
  browser: TestBrowser;
  server: FixtureServer;
  page: Page;
  /** Errors that the page did not catch. */
  pageErrors: string[];
  warnings: string[];
}

interface BenchOptions {
  context?: BrowserContextOptions;
  /** The page with the official bindings and this React is there, see {@link openReact}. */
  react?: ReactBuild;
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

const openBench = async (chromium: TestChromium, assets: Assets, context: BrowserContextOptions): Promise<Bench> => {
  const server = await startFixtureServer(assets);
  const browser = await chromium.open({ context: { viewport: { width: 1100, height: 760 }, reducedMotion: 'reduce', ...context } });
  const page = await browser.context.newPage();
  page.setDefaultTimeout(25_000);
  const bench: Bench = { browser, server, page, pageErrors: [], warnings: [] };
  page.on('pageerror', (error) => bench.pageErrors.push(error.message));
  page.on('console', (message) => message.type() !== 'log' && bench.warnings.push(message.text()));
  return bench;
};

/**
 * A bench for each test of the suite, all in one browser. After each it must be true that the page caught its errors,
 * kept to its policy and asked nobody but its own server.
 */
export const useBench = ({ context = {}, react }: BenchOptions = {}): Bench => {
  const bench = {} as Bench;
  let chromium: TestChromium;
  let assets: Assets;

  beforeAll(async () => {
    [chromium, assets] = await Promise.all([startChromium(), elementAssets()]);
    assets = { ...assets, ...(react === undefined ? {} : await reactApp(react)) };
  });

  beforeEach(async () => {
    Object.assign(bench, await openBench(chromium, assets, context));
  });

  afterEach(async () => {
    const { pageErrors, server, browser } = bench;
    const foreign = browser.foreignRequests(server.origin);
    await browser.close();
    await server.close();
    expect({ pageErrors, violations: server.violations, foreign }).toEqual({ pageErrors: [], violations: [], foreign: [] });
  });

  afterAll(() => chromium.close());
  return bench;
};

interface ReactPage {
  path?: '/react.html' | '/react-late.html';
  strict?: boolean;
  /** Options of a second chat on the page. */
  second?: object;
}

/** Opens the page with the official bindings. */
export const openReact = async ({ page, server }: Bench, options: object = FULL_OPTIONS, more: ReactPage = {}): Promise<void> => {
  const { path = '/react.html', strict = false, second } = more;
  await page.addInitScript((given) => Object.assign(window, given), { initialOptions: options, strict, second });
  await page.goto(server.origin + path);
};

const EVENTS = [
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
];

/** Opens a plain page, on which the element's events are recorded as they come; options are still to be set. */
export const openUnset = async ({ page, server }: Bench): Promise<void> => {
  await page.goto(`${server.origin}/plain.html`);
  await page.evaluate(async (names) => {
    await customElements.whenDefined('openai-chatkit');
    const chat = document.querySelector('openai-chatkit') as Window['chat'];
    const events: Recorded[] = [];
    Object.assign(window, { chat, events });
    for (const name of names) {
      chat.addEventListener(`chatkit.${name}`, (event) => {
        const { detail } = event as CustomEvent<{ error?: Error } | null>;
        events.push({ name, detail: detail?.error ? { kind: detail.error.name, error: detail.error.message } : detail });
      });
    }
  }, EVENTS);
};

/** Opens a plain page and sets options that can be sent to it; for callbacks see {@link openUnset}. */
export const openPlain = async (bench: Bench, options: object = {}): Promise<void> => {
  await openUnset(bench);
  await bench.page.evaluate((given) => window.chat.setOptions?.({ api: { url: '/chatkit' }, ...given }), options);
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
export const until = async (check: () => Promise<boolean>, what: string, timeoutMs = 25_000): Promise<void> => {
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
