import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { onTestFileEnd } from '@frontdesk/testing';
import type { TestBrowser } from '@frontdesk/testing';
import type { Locator, Page } from 'playwright-core';

import { StandInServer } from './stand-in-server.js';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const VITE = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url));

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** Builds the page from its sources into a folder of its own, so that no spec runs against an old build. */
export async function buildWeb(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-web-'));
  onTestFileEnd(() => rm(folder, { recursive: true, force: true }));
  await promisify(execFile)(process.execPath, [VITE, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], {
    cwd: WEB,
    // Jest's own `test` would give React's development build.
    env: { NODE_ENV: 'production' },
  });
  return folder;
}

/** A stand-in server and one page; the page is opened by `open`. Every server is an origin of its own, so specs may share a browser. */
export class WebPage {
  readonly server: StandInServer;
  readonly browser: TestBrowser;
  readonly page: Page;
  /** What the page wrote to its console as an error, CSP violations among it, and what it threw. */
  readonly complaints: string[] = [];

  private constructor(server: StandInServer, browser: TestBrowser, page: Page) {
    this.server = server;
    this.browser = browser;
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  /** @param element the script of the chat element; without it a placeholder that can be played */
  static async start(root: string, browser: TestBrowser, element?: string): Promise<WebPage> {
    const server = new StandInServer(root, element);
    await server.listen();
    return new WebPage(server, browser, await browser.context.newPage());
  }

  async close(): Promise<void> {
    await this.page.close();
    await this.server.close();
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(this.server.origin + path);
  }

  /** Opens the page and waits until the chat is there. */
  async openChat(path = '/'): Promise<void> {
    await this.open(path);
    await this.chat.waitFor();
  }

  get chat(): Locator {
    return this.page.locator('openai-chatkit[data-scheme]');
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'What the assistant knows' });
  }

  /** The texts of the facts, from top to bottom. */
  async factTexts(): Promise<string[]> {
    return this.page.locator('li p:first-child').allTextContents();
  }

  /** Plays an event of the chat element. */
  async play(type: string, detail: unknown): Promise<void> {
    await this.chat.evaluate((element, event) => (element as PlayableElement).play(event.type, event.detail), { type, detail });
  }

  /** Has the agent call a tool of the page, and gives what it is told back. */
  async callClientTool(name: string, params: Record<string, unknown>): Promise<unknown> {
    return this.chat.evaluate((element, call) => (element as PlayableElement).options.onClientTool(call), { name, params });
  }

  /** Asks the page for what the element would ask about entities. */
  async entities(callback: 'onTagSearch' | 'onClick' | 'onRequestPreview', argument: unknown): Promise<unknown> {
    return this.chat.evaluate((element, call) => (element as PlayableElement).options.entities[call.callback](call.argument), {
      callback,
      argument,
    });
  }

  /** The methods of the element that the page called. */
  async elementCalls(): Promise<unknown[]> {
    return this.chat.evaluate((element) => (element as PlayableElement).calls);
  }
}

/** What placeholder-element.js adds to an element. */
export interface PlayableElement extends HTMLElement {
  options: {
    onClientTool: (call: { name: string; params: Record<string, unknown> }) => unknown;
    entities: Record<'onTagSearch' | 'onClick' | 'onRequestPreview', (argument: unknown) => unknown>;
    header: { rightAction: { icon: string; onClick: () => void } };
  } & Record<string, unknown>;
  optionChanges: number;
  calls: unknown[];
  busy: boolean;
  secret: string;
  play: (type: string, detail: unknown) => void;
  askSecret: (current: string | null) => Promise<string | null>;
}

/** Repeats an expectation until it holds; its last failure is thrown when that takes too long. */
export async function eventually(expectation: () => void | Promise<void>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

export const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
