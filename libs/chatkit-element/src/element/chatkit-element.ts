import { createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { ChatEvents, Emit } from '../state/chat-events.js';
import { integrationError } from '../state/chat-events.js';
import { ChatController } from '../state/chat-controller.js';
import type { ComposerInput, ComposerValue, UserMessage } from '../state/composer.js';
import { App } from '../view/app.js';
import { tellDeveloper, warnDeveloper } from './console.js';
import { EventQueue } from './event-queue.js';
import { watchHeight } from './height-check.js';
import { checkOptions, describeProblems, type OptionProblem } from '../options/options.js';
import { hostedUrl } from '../script-source.js';
import { hintFor } from './server-hints.js';
import { chatSheet } from './styles.js';
import { ThemeApplier } from './theme-applier.js';

const PREFIX = 'chatkit.';

/** `<openai-chatkit>`: the chat as a custom element, driven by the official bindings or by hand. */
export class ChatKitElement extends HTMLElement {
  private readonly queue: EventQueue;
  private readonly controller: ChatController;
  private readonly theme = new ThemeApplier();
  private readonly mount = document.createElement('div');
  private root: Root | null = null;
  private stopWatch: (() => void) | null = null;
  private network = new AbortController();
  private ready = false;
  private left = false;
  private warned = '';
  private readonly hinted = new Set<string>();

  constructor() {
    super();
    // An element that was in the page before the script has listeners that the override below never saw.
    this.queue = new EventQueue((type, detail) => this.deliver(type, detail), this.isConnected);
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [chatSheet(), this.theme.sheet];
    this.mount.className = 'root';
    shadow.append(this.mount);
    const emit: Emit = (name, ...details: unknown[]) => {
      const [detail = null] = details;
      if (name === 'error') {
        this.hint((detail as ChatEvents['error']).error);
      }
      this.queue.emit(PREFIX + name, detail);
    };
    this.controller = new ChatController(emit, () => hostedUrl(this));
    this.theme.apply(undefined, () => undefined);
  }

  connectedCallback(): void {
    this.adoptClassName();
    this.watchNetwork();
    this.stopWatch ??= watchHeight(this, () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(':host{min-height:min(520px,85vh)}');
      this.shadowRoot?.adoptedStyleSheets.push(sheet);
    });
    if (this.root === null) {
      this.root = createRoot(this.mount);
      this.render();
    }
    if (this.left) {
      this.controller.revive();
    }
    this.left = false;
  }

  /** A move within the page disconnects and connects at once: what is torn down waits for the next task. */
  disconnectedCallback(): void {
    setTimeout(() => {
      if (this.isConnected || this.left) {
        return;
      }
      this.left = true;
      this.stopWatch?.();
      this.stopWatch = null;
      this.network.abort();
      this.controller.dispose();
      this.root?.unmount();
      this.root = null;
    }, 0);
  }

  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    if (listener === null) {
      return;
    }
    super.addEventListener(type, listener, options);
    if (type.startsWith(PREFIX)) {
      this.queue.onListener(type);
    }
  }

  /** Replaces all options. Never throws: what is wrong comes as `chatkit.error`, and is shown. */
  setOptions(value: unknown): void {
    const { options, problems, unknownKeys } = checkOptions(value);
    this.controller.configure(options, problems);
    this.complain(problems, unknownKeys);
    if (options === null) {
      return;
    }
    this.theme.apply(options.theme, (error) => this.emitError(error));
  }

  async focusComposer(): Promise<void> {
    this.controller.composer.focus();
    await Promise.resolve();
  }

  setThreadId(threadId: string | null): Promise<void> {
    return this.controller.setThread(threadId);
  }

  sendUserMessage(message: UserMessage): Promise<void> {
    return this.controller.sendMessage(message);
  }

  async setComposerValue(value: ComposerInput): Promise<void> {
    this.controller.composer.set(value);
  }

  /** An addition to the published methods: what the reader has typed and chosen, in the terms of `setComposerValue`. */
  async getComposerValue(): Promise<ComposerValue> {
    await Promise.resolve();
    return this.controller.composer.get();
  }

  sendCustomAction(action: { type: string; payload?: Record<string, unknown> }, itemId?: string): Promise<void> {
    return this.controller.sendAction(action, itemId);
  }

  async showHistory(): Promise<void> {
    this.controller.history.open();
    await Promise.resolve();
  }

  async hideHistory(): Promise<void> {
    this.controller.history.close();
    await Promise.resolve();
  }

  fetchUpdates(): Promise<void> {
    return this.controller.fetchUpdates();
  }

  /** Also when the page is looked at again, or wakes up: a laptop that slept may have lost an answer without a word. */
  private watchNetwork(): void {
    this.network.abort();
    this.network = new AbortController();
    const { signal } = this.network;
    const look = ({ type }: { type: string }): void => this.controller.setOnline(navigator.onLine, type === 'resume');
    window.addEventListener('online', look, { signal });
    window.addEventListener('offline', look, { signal });
    document.addEventListener('visibilitychange', look, { signal });
    document.addEventListener('resume', look, { signal });
    look({ type: 'connected' });
  }

  private render(): void {
    const onReady = (): void => {
      if (this.ready) {
        return;
      }
      this.ready = true;
      this.queue.emit(`${PREFIX}ready`, null);
      this.controller.start();
    };
    this.root?.render(createElement(App, { controller: this.controller, onReady }));
  }

  /** React 18 writes `className` as an attribute of that name on custom elements, where it has no effect. */
  private adoptClassName(): void {
    const names = this.getAttribute('classname');
    if (names !== null) {
      this.classList.add(...names.split(/\s+/).filter(Boolean));
    }
  }

  private complain(problems: readonly OptionProblem[], unknownKeys: readonly string[]): void {
    const text = JSON.stringify([problems, unknownKeys]);
    if (text === this.warned) {
      return;
    }
    this.warned = text;
    if (unknownKeys.length > 0) {
      warnDeveloper(`ignores unknown options: ${unknownKeys.join(', ')}`);
    }
    if (problems.length === 0) {
      return;
    }
    const error = integrationError(`invalid options: ${describeProblems(problems)}`);
    tellDeveloper(error.message);
    this.emitError(error);
  }

  /** Each hint once: a server that is away is asked again and again. */
  private hint(error: Error): void {
    const api = this.controller.store.get().options?.api;
    const hint = hintFor(error, api !== undefined && 'url' in api ? api.url : hostedUrl(this));
    if (hint !== null && !this.hinted.has(hint)) {
      this.hinted.add(hint);
      tellDeveloper(hint);
    }
  }

  private deliver(type: string, detail: unknown): boolean {
    let read = false;
    const event = new CustomEvent(type, { detail });
    Object.defineProperty(event, 'detail', {
      get: () => {
        read = true;
        return detail;
      },
    });
    this.dispatchEvent(event);
    return read;
  }

  private emitError(error: Error): void {
    const detail: ChatEvents['error'] = { error };
    this.queue.emit(`${PREFIX}error`, detail);
  }
}
