import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describeInChromium } from '@frontdesk/testing';
import type { Locator } from 'playwright-core';
import { composer, heardOn, openPlain, openUnset, recorded, send, until, useBench, type Bench } from './harness.js';

const FONT = createRequire(import.meta.url).resolve('katex/dist/fonts/KaTeX_Main-Regular.woff2');

describeInChromium('options', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const button = (name: string): Locator => page().getByRole('button', { name, exact: true });
  const open = (options: object): Promise<void> => openPlain(bench, options);
  const thread = (): string => bench.server.chat.addThread('A stored title', ['hi', 'an answer']).id;

  describe('api', () => {
    test('fetch: every request goes through the page’s own, uploads to its own server too', async () => {
      await openUnset(bench);
      await page().evaluate(() => {
        const asked: unknown[] = [];
        Object.assign(window, { asked });
        window.chat.setOptions?.({
          api: {
            url: '/chatkit',
            domainKey: 'any',
            uploadStrategy: { type: 'direct', uploadUrl: '/files' },
            fetch: (url: string, init: RequestInit) => {
              asked.push(new URL(url, location.href).pathname);
              return fetch(url, { ...init, headers: { ...(init.headers as object), 'Accept-Language': 'tlh' } });
            },
          },
          composer: { attachments: { enabled: true } },
        });
        void window.chat.setComposerValue?.({ text: 'hello', files: [new File(['x'], 'a.txt', { type: 'text/plain' })] });
      });
      await button('Send message').click();
      await heardOn(page(), 'response.end', 1);
      expect(await page().evaluate(() => (window as unknown as { asked: unknown }).asked)).toEqual(['/files', '/chatkit']);
      expect(bench.server.chat.languages.at(-1)).toBe('tlh');
    });

    test.each([
      ['the element', '/plain.html', 'api-url'],
      ['the script’s tag', '/late.html', 'data-api-url'],
    ])('the address of hosted sessions may stand on %s', async (_where, path, attribute) => {
      await page().goto(bench.server.origin + path);
      await page().evaluate(async (name) => {
        const chat = document.querySelector('openai-chatkit') as Window['chat'];
        if (name === 'api-url') {
          chat.setAttribute(name, '/elsewhere/conversation');
        } else {
          const script = document.createElement('script');
          script.setAttribute(name, '/elsewhere/conversation');
          script.src = '/chatkit.js';
          document.head.append(script);
        }
        await customElements.whenDefined('openai-chatkit');
        chat.setOptions?.({ api: { getClientSecret: async () => 'ck_secret' } });
      }, attribute);
      const asked = page().waitForRequest((request) => request.method() === 'POST');
      await send(page(), 'hello');
      expect(new URL((await asked).url()).pathname).toBe('/elsewhere/conversation');
      await page().locator('.assistant-message').waitFor();
    });
  });

  test('initialThread: shown from the start; one that is gone says so and is told as such', async () => {
    await open({ initialThread: thread() });
    await page().getByText('an answer').waitFor();
    await open({ initialThread: 'thr_gone' });
    await page().getByText('This conversation does not exist any more.').waitFor();
    const errors = (await recorded(page())).filter(({ name }) => name === 'error');
    expect(errors).toMatchObject([{ detail: { kind: 'InitialThreadLoadError' } }]);
  });

  test('frameTitle names the chat for assistive technology', async () => {
    await open({});
    await page().getByRole('region', { name: 'Chat' }).waitFor();
    await open({ frameTitle: 'Help desk' });
    await page().getByRole('region', { name: 'Help desk' }).waitFor();
  });

  test('header: its own buttons with their icons, a fixed title, no title, no header', async () => {
    await openUnset(bench);
    await page().evaluate((initialThread) => {
      const clicks: string[] = [];
      const options = {
        api: { url: '/chatkit' },
        initialThread,
        header: {
          leftAction: { icon: 'menu', onClick: () => clicks.push('left') },
          rightAction: { icon: 'settings-cog', onClick: () => clicks.push('right') },
        },
      };
      Object.assign(window, { clicks, options });
      window.chat.setOptions?.(options);
    }, thread());
    const title = page().locator('header.header').getByRole('heading');
    await title.getByText('A stored title').waitFor();
    await button('Menu').click();
    await button('Settings').click();
    expect(await page().evaluate(() => (window as unknown as { clicks: unknown }).clicks)).toEqual(['left', 'right']);
    const [left, right] = await Promise.all([button('Menu').boundingBox(), button('Settings').boundingBox()]);
    expect(left?.x ?? Infinity).toBeLessThan(right?.x ?? 0);
    expect(await button('Menu').locator('svg').count()).toBe(1);

    const setHeader = (header: object): Promise<void> =>
      page().evaluate(
        (given) => window.chat.setOptions?.({ ...(window as unknown as { options: object }).options, header: given }) as undefined,
        header,
      );
    await setHeader({ title: { text: 'Always this' } });
    await title.getByText('Always this').waitFor();
    await setHeader({ title: { enabled: false } });
    await page().getByText('A stored title').waitFor({ state: 'detached' });
    await setHeader({ enabled: false });
    await page().locator('header.header').waitFor({ state: 'detached' });
    expect(await page().getByText('an answer').count()).toBe(1);
  });

  test('history: switched off it has no button; renaming and deleting are there when asked for', async () => {
    thread();
    await open({ history: { enabled: false } });
    await composer(page()).waitFor();
    expect(await button('Chat history').count()).toBe(0);
    await open({ history: { enabled: true, showDelete: false, showRename: false } });
    await button('Chat history').click();
    await page().locator('.history-open', { hasText: 'A stored title' }).waitFor();
    expect(
      await page()
        .getByRole('button', { name: /^(Rename|Delete)/ })
        .count(),
    ).toBe(0);
    await open({ history: { enabled: true, showDelete: true, showRename: true } });
    await button('Chat history').click();
    await button('Rename “A stored title”').waitFor();
    await button('Delete “A stored title”').waitFor();
  });

  test('startScreen: a prompt may carry tags, which are sent as such', async () => {
    const prompt = [
      { type: 'input_text', text: 'Ask ' },
      { type: 'input_tag', id: 'ada', text: 'Ada', group: 'People', data: { team: 'engines' }, interactive: true },
    ];
    await open({ startScreen: { greeting: 'Welcome back', prompts: [{ label: 'Ask Ada', icon: 'user', prompt }] } });
    await page().getByRole('heading', { name: 'Welcome back' }).waitFor();
    await button('Ask Ada').click();
    await heardOn(page(), 'response.end', 1);
    expect(bench.server.chat.received[0]?.params).toMatchObject({ input: { content: prompt } });
    expect(await page().locator('.bubble .tag').innerText()).toBe('Ada');
  });

  test('threadItemActions are off unless asked for, copying is always there', async () => {
    await open({ initialThread: thread() });
    await button('Copy').waitFor();
    expect(await button('Good answer').count()).toBe(0);
    expect(await button('Answer again').count()).toBe(0);
    await open({ initialThread: thread(), threadItemActions: { feedback: true, retry: true } });
    await button('Good answer').waitFor();
    await button('Bad answer').waitFor();
    await button('Answer again').waitFor();
  });

  test('disclaimer: Markdown below the composer, in a stronger colour when asked for', async () => {
    const colour = (): Promise<string> =>
      page()
        .locator('.disclaimer')
        .evaluate((node) => getComputedStyle(node).color);
    await open({ disclaimer: { text: 'Answers **can be wrong**, see [why](https://why.example).' } });
    await page().locator('.disclaimer strong', { hasText: 'can be wrong' }).waitFor();
    expect(await page().locator('.disclaimer a').getAttribute('href')).toBe('https://why.example/');
    const [below, above] = await Promise.all([page().locator('.disclaimer').boundingBox(), composer(page()).boundingBox()]);
    expect(below?.y ?? 0).toBeGreaterThan(above?.y ?? Infinity);
    const quiet = await colour();
    await open({ disclaimer: { text: 'Answers can be wrong.', highContrast: true } });
    await page().locator('.disclaimer').waitFor();
    expect(await colour()).not.toBe(quiet);
  });

  test('thread.autoScroll follows an answer to its end; without it the question stays in view', async () => {
    const endInView = (): Promise<boolean> =>
      page()
        .locator('.assistant-message')
        .last()
        .evaluate((node) => node.getBoundingClientRect().bottom <= window.innerHeight);
    for (const autoScroll of [true, false]) {
      await open({ thread: { autoScroll } });
      await send(page(), 'hello');
      await heardOn(page(), 'response.end', 1);
      await send(page(), 'long please');
      await heardOn(page(), 'response.end', 2);
      await until(async () => (await endInView()) === autoScroll, `the end ${autoScroll ? 'in' : 'out of'} view`);
      expect(await page().locator('.bubble', { hasText: 'long please' }).isVisible()).toBe(true);
    }
  });

  test('commands: off unless enabled, and listed by their groups', async () => {
    await openUnset(bench);
    const list = page().getByRole('listbox', { name: 'Commands' });
    const set = (enabled: boolean): Promise<void> =>
      page().evaluate((given) => {
        const found = [
          { id: 'a', label: 'Assign', group: 'People', icon: 'user' },
          { id: 'b', label: 'Close', group: 'Case', description: 'Ends it' },
        ];
        window.chat.setOptions?.({ api: { url: '/chatkit' }, commands: { enabled: given, onSearch: async () => found } });
      }, enabled);
    await set(false);
    await composer(page()).pressSequentially('/a');
    expect(await list.count()).toBe(0);
    await set(true);
    await composer(page()).fill('');
    await composer(page()).pressSequentially('/a');
    await list.getByRole('option', { name: /Close/ }).getByText('Ends it').waitFor();
    expect(await list.locator('.menu-group').allInnerTexts()).toEqual(['People', 'Case']);
    expect(await list.getByRole('option', { name: 'Assign' }).locator('svg').count()).toBe(1);
  });

  test('theme.typography: fonts come from where the page says, with size, weight, style, range and display', async () => {
    const font = await readFile(FONT);
    await page().route('**/face.woff2', (route) => route.fulfill({ body: font, contentType: 'font/woff2' }));
    const source = { family: 'House', src: '/face.woff2', weight: 500, style: 'italic', display: 'block', unicodeRange: 'U+0-FF' };
    await open({ theme: { typography: { baseSize: 18, fontFamily: 'House', fontFamilyMono: 'House Mono', fontSources: [source] } } });
    await until(() => page().evaluate(() => [...document.fonts].some(({ status }) => status === 'loaded')), 'the font');
    const [face] = await page().evaluate(() =>
      [...document.fonts].map(({ family, weight, style, display, unicodeRange }) => ({ family, weight, style, display, unicodeRange })),
    );
    expect(face).toMatchObject({ family: 'House', weight: '500', style: 'italic', display: 'block' });
    expect(face?.unicodeRange).toMatch(/U\+0+-ff/i);
    const style = await page()
      .locator('.chat')
      .evaluate((node) => ({ size: getComputedStyle(node).fontSize, family: getComputedStyle(node).fontFamily }));
    expect(style.size).toBe('18px');
    expect(style.family).toMatch(/^"?House"?/);
    await send(page(), 'long please');
    await heardOn(page(), 'response.end', 1);
    const mono = await page()
      .locator('.assistant-message code')
      .first()
      .evaluate((node) => getComputedStyle(node).fontFamily);
    expect(mono).toMatch(/^"?House Mono"?/);
  });
});
