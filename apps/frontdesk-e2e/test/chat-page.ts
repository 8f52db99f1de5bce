import type { Locator, Page } from 'playwright-core';

/** The chat page as a person uses it: by labels and visible text, never by the element's inner structure. */
export class ChatPage {
  constructor(readonly page: Page) {}

  /** Opens the page and waits until one can type. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.composer.waitFor();
  }

  get composer(): Locator {
    return this.page.locator('openai-chatkit').getByRole('textbox').last();
  }

  /** The conversation: everything that the chat element shows. */
  get chat(): Locator {
    return this.page.locator('openai-chatkit');
  }

  /** The panel beside the chat. */
  get facts(): Locator {
    return this.page.getByRole('complementary').getByRole('listitem');
  }

  /** One per conversation in the history: the button that renames it. */
  get conversations(): Locator {
    return this.chat.getByRole('button', { name: /^Rename/ });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Waits for a text in the conversation. */
  async sees(text: string | RegExp): Promise<void> {
    await this.chat.getByText(text).last().waitFor();
  }

  /** The answer is over: one can send again, and no Stop button is left. */
  async settles(): Promise<void> {
    await this.chat.getByRole('button', { name: /stop/i }).waitFor({ state: 'detached' });
  }

  async stop(): Promise<void> {
    await this.chat.getByRole('button', { name: /stop/i }).click();
  }

  /** Everything said in the conversation, as read. */
  async transcript(): Promise<string> {
    return (await this.chat.getByRole('group', { name: 'Messages' }).innerText()).replace(/\s+/g, ' ');
  }

  numbersIn(text: string): number[] {
    const [, counted = ''] = /Count to \d+(.*)/s.exec(text) ?? [];
    return [...counted.matchAll(/\b\d+\b/g)].map(([number]) => Number(number));
  }

  /** The numbers that the assistant counted, in order. */
  async numbers(): Promise<number[]> {
    return this.numbersIn(await this.transcript());
  }

  /** A button of the chat, by its exact name. */
  button(name: string): Locator {
    return this.chat.getByRole('button', { name, exact: true });
  }

  /** Chooses files in the browser's dialog. */
  async pickFiles(...paths: string[]): Promise<void> {
    await this.button('Add files and tools').click();
    const dialog = this.page.waitForEvent('filechooser');
    await this.chat.getByRole('menuitem', { name: 'Add files' }).click();
    await (await dialog).setFiles(paths);
  }

  /** As `say`, once the files of the message are uploaded. */
  async sayWithFiles(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.button('Send message').click();
  }

  /** Drops files on the middle of the chat, as a desktop does. */
  async dropFiles(...files: string[]): Promise<void> {
    const { x, y, width, height } = (await this.chat.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const session = await this.page.context().newCDPSession(this.page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data: { items: [], files, dragOperationsMask: 1 } });
    }
    await session.detach();
  }

  /** Pastes a picture from the clipboard. */
  async pastePicture(): Promise<void> {
    await this.page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob ?? '' })]);
    });
    await this.composer.press('Control+V');
  }

  /** Takes the one suggestion that is left after the sign and some letters of its name. */
  async suggest(typed: string, suggestion: string | RegExp): Promise<void> {
    await this.composer.pressSequentially(typed);
    await this.chat.getByRole('option', { name: suggestion }).click();
  }

  async scheme(): Promise<string | null> {
    return this.page.locator('html').getAttribute('data-theme');
  }

  async hasScheme(scheme: 'light' | 'dark'): Promise<void> {
    await this.page.locator(`html[data-theme="${scheme}"]`).waitFor();
  }

  async openHistory(): Promise<void> {
    await this.chat.getByRole('button', { name: 'Chat history' }).click();
  }
}
