import { describeInChromium } from '@frontdesk/testing';
import { COMPOSER_OPTIONS, openComposer } from './composer-page.js';
import { composer, heardOn, openPlain, recorded, send, until, useBench, type Bench } from './harness.js';

const TAG = { type: 'input_tag', id: 'ada', text: 'Ada', group: 'People', data: { team: 'engines' }, interactive: true };
const CONTENT = [{ type: 'input_text', text: 'Ask ' }, TAG];
const FILE = { type: 'file', id: 'atc_own', name: 'notes.txt', mime_type: 'text/plain' };
const IMAGE = { type: 'image', id: 'atc_image', name: 'map.png', mime_type: 'image/png', preview_url: '/picture.svg' };

describeInChromium('methods', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const call = (method: string, ...args: unknown[]): Promise<unknown> =>
    page().evaluate(([name, given]) => window.chat[name]?.(...given), [method, args] as const);
  const input = (): unknown => bench.server.chat.received.at(-1)?.params.input;

  test('sendUserMessage sends content, a quotation, attachments, a tool and a model, and leaves the draft alone', async () => {
    await openComposer(bench);
    await composer(page()).fill('my draft');
    await call('sendUserMessage', {
      content: CONTENT,
      reply: 'as you said',
      attachments: [FILE, IMAGE],
      toolChoice: { id: 'deep' },
      model: 'small',
    });
    await heardOn(page(), 'response.end', 1);
    expect(input()).toEqual({
      content: CONTENT,
      quoted_text: 'as you said',
      attachments: ['atc_own', 'atc_image'],
      inference_options: { tool_choice: { id: 'deep' }, model: 'small' },
    });
    expect(await composer(page()).inputValue()).toBe('my draft');
    expect(await page().getByRole('button', { name: 'Model: Large' }).count()).toBe(1);
    expect((await recorded(page())).filter(({ name }) => name === 'tool.change')).toEqual([]);
  });

  test('setComposerValue fills in content, a quotation, attachments, tool and model; getComposerValue gives it all back', async () => {
    await openComposer(bench);
    const value = {
      content: CONTENT,
      reply: 'as you said',
      attachments: [FILE, IMAGE],
      selectedToolId: 'search',
      selectedModelId: 'small',
    };
    await call('setComposerValue', value);
    expect(await call('getComposerValue')).toEqual({ ...value, text: 'Ask Ada' });
    expect(await page().locator('.draft-tag').count()).toBe(1);
    expect(await page().locator('.file-name').allInnerTexts()).toEqual(['notes.txt', 'map.png']);
    await page().getByRole('button', { name: 'Remove tool Search the web' }).waitFor();
    await page().getByRole('button', { name: 'Model: Small' }).waitFor();
    // What a page keeps for later is put back as it was.
    const kept = await call('getComposerValue');
    await call('setComposerValue', { text: '', reply: null, attachments: [], selectedToolId: null, selectedModelId: null });
    expect(await call('getComposerValue')).toEqual({
      text: '',
      content: [],
      reply: null,
      attachments: [],
      selectedToolId: null,
      selectedModelId: 'large',
    });
    await call('setComposerValue', kept);
    expect(await call('getComposerValue')).toEqual(kept);
    await call('focusComposer');
    await page().keyboard.press('Enter');
    await heardOn(page(), 'response.end', 1);
    expect(input()).toEqual({
      content: CONTENT,
      quoted_text: 'as you said',
      attachments: ['atc_own', 'atc_image'],
      inference_options: { tool_choice: { id: 'search' }, model: 'small' },
    });
  });

  test('getComposerValue follows what the reader types and chooses, without what is still being uploaded', async () => {
    let release = (): void => undefined;
    bench.server.chat.files.gate = new Promise((resolve) => (release = resolve));
    await openComposer(bench, COMPOSER_OPTIONS);
    await composer(page()).pressSequentially('Ask @ada');
    await page().getByRole('option', { name: 'Ada Lovelace' }).click();
    await page().getByRole('button', { name: 'Think longer' }).click();
    await page()
      .locator('input[type=file]')
      .setInputFiles([{ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
    const expected = {
      text: 'Ask Ada Lovelace ',
      content: [
        { type: 'input_text', text: 'Ask ' },
        { type: 'input_tag', id: 'ada', text: 'Ada Lovelace', group: 'People', data: { team: 'engines' }, interactive: true },
        { type: 'input_text', text: ' ' },
      ],
      reply: null,
      attachments: [],
      selectedToolId: 'deep',
      selectedModelId: 'large',
    };
    expect(await call('getComposerValue')).toEqual(expected);
    release();
    await page().getByRole('button', { name: 'Send message' }).waitFor();
    expect(await call('getComposerValue')).toMatchObject({ attachments: [{ type: 'file', id: 'atc_1', name: 'notes.txt' }] });
  });

  test('sendCustomAction names the widget that it is about', async () => {
    await openPlain(bench);
    await send(page(), 'weather please');
    await heardOn(page(), 'response.end', 1);
    await call('sendCustomAction', { type: 'ping', payload: { a: 1 } }, 'msg_widget');
    await heardOn(page(), 'response.end', 2);
    expect(bench.server.chat.received.at(-1)).toMatchObject({
      type: 'threads.custom_action',
      params: { action: { type: 'ping', payload: { a: 1 } }, item_id: 'msg_widget' },
    });
  });

  test('showHistory and hideHistory open and close the list, each told once', async () => {
    await openPlain(bench);
    await composer(page()).waitFor();
    await call('showHistory');
    await call('showHistory');
    await page().getByText('No chats yet.').waitFor();
    await call('hideHistory');
    await call('hideHistory');
    await page().getByText('No chats yet.').waitFor({ state: 'detached' });
    const names = (await recorded(page())).map(({ name }) => name).filter((name) => name.startsWith('history'));
    expect(names).toEqual(['history.open', 'history.close']);
  });

  test('listeners come and go as on any element', async () => {
    await openPlain(bench);
    await page().evaluate(() => {
      const heard: string[] = [];
      const listener = (event: Event): void => void heard.push(event.type);
      Object.assign(window, { heard, listener });
      window.chat.addEventListener('chatkit.response.start', listener);
    });
    await send(page(), 'hello');
    await heardOn(page(), 'response.end', 1);
    await page().evaluate(() => {
      const { listener } = window as unknown as { listener: () => void };
      window.chat.removeEventListener('chatkit.response.start', listener);
    });
    await send(page(), 'hello');
    await heardOn(page(), 'response.end', 2);
    expect(await page().evaluate(() => (window as unknown as { heard: unknown }).heard)).toEqual(['chatkit.response.start']);
  });

  test('methods called before the options say so, by rejecting', async () => {
    await page().goto(`${bench.server.origin}/plain.html`);
    const said = await page().evaluate(async () => {
      await customElements.whenDefined('openai-chatkit');
      const chat = document.querySelector('openai-chatkit') as Window['chat'];
      try {
        await chat.sendUserMessage?.({ text: 'hello' });
        return null;
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(said).toContain('before setOptions()');
  });

  test('the log tells what happens, and never what was written', async () => {
    await openComposer(bench);
    await composer(page()).fill('hello, my secret word');
    await composer(page()).press('Enter');
    await heardOn(page(), 'response.end', 1);
    const logs = (await recorded(page())).filter(({ name }) => name === 'log');
    expect(logs).toContainEqual({ name: 'log', detail: { name: 'composer.submit', data: { length: 21, attachments: 0 } } });
    expect(JSON.stringify(logs)).not.toContain('secret');
    await until(async () => (await page().locator('.assistant-message').count()) === 1, 'the answer');
  });
});
