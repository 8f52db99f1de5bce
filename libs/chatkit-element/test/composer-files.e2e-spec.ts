import { describeInChromium } from '@frontdesk/testing';
import { COMPOSER_OPTIONS, openComposer } from './composer-page.js';
import { composer, heardOn, useBench, recorded, until, type Bench } from './harness.js';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const text = (name: string, size = 5) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'a') });

describeInChromium('files in the composer', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const files = (): Bench['server']['chat']['files'] => bench.server.chat.files;
  const input = (): Record<string, unknown> => bench.server.chat.received.at(-1)?.params.input as Record<string, unknown>;
  const pick = (...given: ReturnType<typeof text>[]): Promise<void> => page().locator('input[type=file]').setInputFiles(given);
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const open = (options?: object): Promise<void> => openComposer(bench, options);

  test('are announced, sent with progress, shown, and go with the message; sending waits for them and says so', async () => {
    let release = (): void => undefined;
    files().gate = new Promise((resolve) => (release = resolve));
    await open();
    await pick(text('notes.txt'), { name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
    await page().getByRole('progressbar', { name: 'Uploading notes.txt' }).waitFor();
    expect(await page().locator('.file-chip canvas').count()).toBe(1);
    await composer(page()).fill('hello');
    expect(await button('Wait until all files are uploaded.').isDisabled()).toBe(true);
    await composer(page()).press('Enter');
    await page().getByRole('alert').getByText('Wait until all files are uploaded.').waitFor();
    release();
    await button('Send message').click();
    await heardOn(page(), 'response.end', 1);
    // Both go at the same time, and either may get there first.
    expect(input()).toMatchObject({ content: [{ type: 'input_text', text: 'hello' }] });
    expect((input().attachments as string[]).toSorted()).toEqual(['atc_1', 'atc_2']);
    expect(
      files()
        .uploads.map(({ method, bytes }) => `${method} ${bytes}`)
        .toSorted(),
    ).toEqual(['PUT 5', `PUT ${PIXEL.length}`]);
    expect(await page().locator('.attachment').allInnerTexts()).toEqual(['notes.txt', 'dot.png']);
    expect(await page().locator('.file-chip').count()).toBe(0);
  });

  test('that do not fit are refused with a sentence, the others are taken', async () => {
    await open();
    await pick(text('big.txt', 2_000), { name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('x') }, text('ok.txt'));
    await page().getByText('“big.txt” is too large. Files may have up to 1000 B.').waitFor();
    await page().getByText('“run.exe” cannot be added. Allowed: .txt, .png.').waitFor();
    await pick(text('b.txt'), text('c.txt'), text('d.txt'));
    await page().getByText('A message can have up to 3 files.').waitFor();
    expect(await page().locator('.file-name').allInnerTexts()).toEqual(['ok.txt', 'b.txt', 'c.txt']);
    await button('Dismiss').click();
    expect(await page().locator('.draft-problems p').count()).toBe(0);
  });

  test('that failed say why, and can be tried again or removed; the server forgets what is removed', async () => {
    files().refusals.push(415);
    await open();
    await pick(text('odd.txt'));
    await page().locator('.file-failure').getByText('The server does not take this file.').waitFor();
    expect((await recorded(page())).filter(({ name }) => name === 'error')).toEqual([
      { name: 'error', detail: { kind: 'FileAttachmentError', error: 'The server does not take this file.' } },
    ]);
    expect(await button('A file could not be uploaded: try it again or remove it.').isDisabled()).toBe(true);
    await button('Upload odd.txt again').click();
    await button('Send message').waitFor();
    await button('Remove odd.txt').click();
    await until(async () => files().deleted.length > 0, 'the deletion');
    expect(await page().locator('.file-chip').count()).toBe(0);
  });

  test('are taken when dropped anywhere on the chat and when pasted', async () => {
    await open();
    await page()
      .locator('.chat-main')
      .evaluate((zone) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['drop'], 'dropped.txt', { type: 'text/plain' }));
        for (const type of ['dragenter', 'dragover']) {
          zone.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }
        Object.assign(window, { dataTransfer });
      });
    await page().getByText('Drop files to add them to your message').waitFor();
    await page()
      .locator('.chat-main')
      .evaluate((zone) => {
        const { dataTransfer } = window as unknown as { dataTransfer: DataTransfer };
        zone.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      });
    await composer(page()).evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['paste'], 'pasted.txt', { type: 'text/plain' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await button('Send message').waitFor();
    expect(await page().locator('.file-name').allInnerTexts()).toEqual(['dropped.txt', 'pasted.txt']);
    expect(await page().locator('.drop-hint').count()).toBe(0);
  });

  test('go the direct way where the options say so, and are taken from setComposerValue', async () => {
    await open({ ...COMPOSER_OPTIONS, api: { url: '/chatkit', uploadStrategy: { type: 'direct', uploadUrl: '/files' } } });
    await page().evaluate(() => window.chat.setComposerValue?.({ text: 'hi', files: [new File(['x'], 'a.txt', { type: 'text/plain' })] }));
    await button('Send message').click();
    await heardOn(page(), 'response.end', 1);
    expect(files().uploads.at(-1)).toMatchObject({ method: 'POST', path: '/files' });
    expect(bench.server.chat.received.map(({ type }) => type)).toEqual(['threads.create']);
  });
});
