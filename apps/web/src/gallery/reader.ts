import type { OpenAIChatKit } from '@openai/chatkit';

const PATIENCE_MS = 5_000;

/** As typing does: past React, which keeps an eye on the property of its own element. */
const write = (field: HTMLInputElement | HTMLTextAreaElement, text: string): void => {
  const prototype: unknown = Object.getPrototypeOf(field);
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
};

/** Does what a reader would do, in the shadow tree of one chat. Every step waits until it is possible. */
export class Reader {
  constructor(
    readonly chat: OpenAIChatKit,
    private readonly signal: AbortSignal,
  ) {}

  /** Waits for an element. @throws Error naming the selector when it does not come */
  async see<T extends HTMLElement = HTMLElement>(selector: string): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      this.signal.throwIfAborted();
      const found = this.chat.shadowRoot?.querySelector<T>(selector);
      if (found) {
        return found;
      }
      if (performance.now() > deadline) {
        throw new Error(`There is no ${selector}.`);
      }
      await nextFrame();
    }
  }

  async click(selector: string): Promise<void> {
    const element = await this.see<HTMLButtonElement>(`${selector}:not(:disabled)`);
    element.focus();
    element.click();
  }

  async focus(selector: string): Promise<void> {
    (await this.see(selector)).focus();
  }

  /** Writes into the message. */
  async type(text: string): Promise<void> {
    await this.fill('.draft textarea', text);
  }

  async fill(selector: string, text: string): Promise<void> {
    const field = await this.see<HTMLInputElement | HTMLTextAreaElement>(selector);
    field.focus();
    write(field, text);
  }

  async send(text: string): Promise<void> {
    await this.chat.sendUserMessage({ text });
  }

  /** Picks files for the message. */
  async attach(...files: readonly File[]): Promise<void> {
    await this.chat.setComposerValue({ files: [...files] });
  }
}

/** Hidden pages draw no frames. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, 200);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
