import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

/** A browser with a fresh profile that remembers everything it was made to ask for. */
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

/**
 * Starts a headless Chromium with a user-data-dir of its own. Closed by itself when the test file ends.
 *
 * @throws Error when the machine has no Chromium; browser tests use `describeInChromium`, which skips them by name
 */
export async function launchChromium(options: ChromiumOptions = {}): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('No Chromium found: install the package chromium, or set CHROMIUM_PATH.');
  }
  const profile = await mkdtemp(join(tmpdir(), 'frontdesk-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    ...options.context,
  });
  const requests: string[] = [];
  context.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url())) {
      requests.push(request.url());
    }
  });
  context.on('page', (page) => page.on('websocket', (socket) => requests.push(socket.url())));
  const close = onTestFileEnd(async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  });
  return {
    context,
    requests,
    foreignRequests: (...origins) => requests.filter((url) => !origins.includes(new URL(url).origin)),
    close,
  };
}

/** `describe` for specs that need a browser: reported as skipped, by name, on a machine without one. */
export function describeInChromium(name: string, specs: () => void): void {
  (findChromium() === undefined ? describe.skip : describe)(name, specs);
}
