import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { onTestFileEnd } from './cleanup.js';
import { testConfig } from './test-config.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const MAC_PATHS = ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Keeps the browser's own traffic out of the record of requests, and lets it run in containers. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // A microphone that beeps, and nobody who has to allow it.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** CHROMIUM_PATH, else the first usual name on PATH; undefined where there is none. Tests never download a browser. */
export function findChromium(): string | undefined {
  const config = testConfig();
  if (config.CHROMIUM_PATH !== undefined) {
    return config.CHROMIUM_PATH;
  }
  const onPath = NAMES.flatMap((name) => config.PATH.split(delimiter).map((folder) => join(folder, name)));
  return [...onPath, ...MAC_PATHS].find((file) => existsSync(file));
}

/** A browser context that remembers everything it was made to ask for. */
export interface TestBrowser {
  readonly context: BrowserContext;
  /** Every URL that a page, worker or frame of the context asked for, in order; blob: and data: left out. */
  readonly requests: readonly string[];
  /** The requests that went anywhere but to the given origins. A closed network needs this to be empty. */
  foreignRequests(...origins: string[]): string[];
  close(): Promise<void>;
}

export interface ChromiumOptions {
  /** How the page is seen: viewport, colorScheme, locale … as in Playwright. */
  readonly context?: BrowserContextOptions;
}

/** A running Chromium. Starting one takes a second of the processor, a context in it next to nothing. */
export interface TestChromium {
  /** As fresh as a browser that was just installed: contexts know nothing of one another. */
  open(options?: ChromiumOptions): Promise<TestBrowser>;
  close(): Promise<void>;
}

/**
 * Starts a headless Chromium with a profile of its own, for a suite whose tests open a context each. Closed by itself
 * when the test file ends.
 *
 * @param args further switches of the browser
 * @throws Error when the machine has no Chromium; browser tests use `describeInChromium`, which skips them by name
 */
export async function startChromium(args: readonly string[] = []): Promise<TestChromium> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('No Chromium found: install the package chromium, or set CHROMIUM_PATH.');
  }
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [...FLAGS, ...args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  return {
    open: async (options = {}) => recorded(await browser.newContext(options.context)),
    close: onTestFileEnd(() => browser.close()),
  };
}

function recorded(context: BrowserContext): TestBrowser {
  const requests: string[] = [];
  context.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url())) {
      requests.push(request.url());
    }
  });
  context.on('page', (page) => page.on('websocket', (socket) => requests.push(socket.url())));
  return {
    context,
    requests,
    foreignRequests: (...origins) => requests.filter((url) => !origins.includes(new URL(url).origin)),
    close: () => context.close(),
  };
}

/** A Chromium with one context, which goes when it is closed. @throws as {@link startChromium} */
export async function launchChromium(options: ChromiumOptions = {}): Promise<TestBrowser> {
  const browser = await startChromium();
  return { ...(await browser.open(options)), close: () => browser.close() };
}

/** `describe` for specs that need a browser: reported as skipped, by name, on a machine without one. */
export function describeInChromium(name: string, specs: () => void): void {
  (findChromium() === undefined ? describe.skip : describe)(name, specs);
}
