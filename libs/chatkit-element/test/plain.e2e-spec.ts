import { gzipSync } from 'node:zlib';
import { BUDGET_KB } from '../vite.size-budget.js';
import { elementAssets } from './build-assets.js';
import { describeInChromium } from '@frontdesk/testing';
import type { Locator } from 'playwright-core';
import { composer, heardOn, useBench, openPlain, openUnset, send, until, type Bench } from './harness.js';

describeInChromium('the element on a plain page', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const heard = (name: string, count = 1): Promise<void> => heardOn(page(), name, count);
  const message = (text: string): Locator => page().locator('.assistant-message').getByText(text);

  test('the script stays within its budget and announces itself', async () => {
    expect(gzipSync((await elementAssets())['/chatkit.js']?.body ?? '', { level: 9 }).length).toBeLessThan(BUDGET_KB * 1024);
    await page().goto(`${bench.server.origin}/late.html`);
    const announced = page().evaluate(
      () => new Promise((resolve) => window.addEventListener('chatkit-script-loaded', () => resolve(true))),
    );
    await page().addScriptTag({ url: '/chatkit.js' });
    expect(await announced).toBe(true);
  });

  test('the policy of the page is really enforced, and reported', async () => {
    await openPlain(bench);
    await page().evaluate(() => document.body.setAttribute('style', 'color: red'));
    await until(async () => bench.server.violations.length > 0, 'a report');
    bench.server.violations.length = 0;
  });

  test('works where secure-context functions are missing', async () => {
    await page().addInitScript(() => {
      Object.defineProperty(crypto, 'randomUUID', { value: undefined });
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
    });
    await openPlain(bench);
    await send(page(), 'hello');
    await message('How can I').waitFor();
    await page().getByRole('button', { name: 'Copy', exact: true }).click();
    await page().getByRole('button', { name: 'Copied' }).waitFor();
  });

  test('wrong options are shown and told, unknown ones are named in the console, and nothing throws', async () => {
    await openPlain(bench, { theme: { radius: 'oval' }, colour: 'red' });
    await page().getByText('theme.radius must be one of').waitFor();
    await heard('error');
    expect(bench.warnings.some((text) => text.includes('unknown options: colour'))).toBe(true);
    await page().evaluate(() => window.chat.setOptions?.({ api: {} }));
    await page().getByText('needs either').waitFor();
    await page().evaluate(() => window.chat.setOptions?.({ api: { url: '/chatkit' } }));
    await until(async () => (await page().getByRole('alert').count()) === 0, 'the message to go');
    await composer(page()).waitFor();
  });

  test.each([
    ['no server', { url: '/gone' }, 'got no answer from ORIGIN/gone.', 'The server cannot be reached.'],
    ['a wrong address', { url: '/404?token=secret' }, 'found no ChatKit server at ORIGIN/404, which', 'This conversation does not exist'],
    ['a login page', { url: '/login' }, 'got an answer from ORIGIN/login that is not the ChatKit protocol', 'Something went wrong'],
  ])('%s is explained to the page’s developer, once, and told to the reader in other words', async (_what, api, hint, sentence) => {
    await page().route('**/gone', (route) => route.abort('connectionrefused'));
    await page().route('**/404*', (route) => route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>Not found</h1>' }));
    await page().route('**/login', (route) => route.fulfill({ contentType: 'text/html', body: '<form>' }));
    await openPlain(bench, { api });
    await send(page(), 'hello');
    await page().getByRole('alert').getByText(sentence).waitFor();
    await page().evaluate(() => window.chat.showHistory?.());
    await heard('error', 2);
    const hints = bench.warnings.filter((text) => text.includes(hint.replace('ORIGIN', bench.server.origin)));
    expect(hints).toHaveLength(1);
    expect(bench.warnings.filter((text) => text.startsWith('<openai-chatkit>')).join()).not.toContain('secret');
  });

  test('a page that has no secret to give is told which of its functions failed', async () => {
    await openUnset(bench);
    await page().evaluate(() =>
      window.chat.setOptions?.({ api: { getClientSecret: () => Promise.reject(new Error('no session for you')) } }),
    );
    await send(page(), 'hello');
    await page().getByRole('alert').getByText('Your session has expired.').waitFor();
    expect(bench.warnings.join()).toContain('got no secret from `api.getClientSecret`: no session for you');
  });

  test('an element without a height says so and helps itself', async () => {
    await page().goto(`${bench.server.origin}/late.html`);
    await page().evaluate(() =>
      (document.querySelector('main') as HTMLElement).attachShadow({ mode: 'open' }).append(document.createElement('openai-chatkit')),
    );
    await page().addScriptTag({ url: '/chatkit.js' });
    await page().evaluate(() => {
      const host = document.querySelector('main') as HTMLElement;
      host.style.height = '0px';
    });
    await until(async () => bench.warnings.some((text) => text.includes('needs a height')), 'the warning');
  });

  test('hosted sessions: the secret is sent, and replaced when it is refused', async () => {
    await page().goto(`${bench.server.origin}/plain.html`);
    bench.server.refused.add('first');
    await page().evaluate(async () => {
      await customElements.whenDefined('openai-chatkit');
      const chat = document.querySelector('openai-chatkit') as HTMLElement & { setOptions(options: unknown): void };
      const asked: unknown[] = [];
      Object.assign(window, { asked });
      chat.setOptions({
        api: { getClientSecret: async (current: string | null) => (asked.push(current), asked.length === 1 ? 'first' : 'second') },
      });
    });
    await send(page(), 'hello');
    await message('How can I').waitFor();
    expect(await page().evaluate(() => (window as unknown as { asked: unknown }).asked)).toEqual([null, 'first']);
    expect(bench.server.secrets).toEqual(['Bearer first', 'Bearer second']);
  });

  test('two elements on one page keep apart', async () => {
    await openPlain(bench);
    await page().evaluate(() => {
      const second = document.createElement('openai-chatkit') as HTMLElement & { setOptions(options: unknown): void };
      second.setOptions({ api: { url: '/chatkit' }, theme: 'dark', startScreen: { greeting: 'The second' } });
      second.id = 'second';
      document.querySelector('main')?.classList.add('half');
      const main = document.createElement('main');
      main.classList.add('half');
      main.append(second);
      document.body.append(main);
    });
    await page().locator('#second').getByText('The second').waitFor();
    await page().locator('#chat').getByRole('textbox').fill('hello');
    await page().locator('#chat').getByRole('textbox').press('Enter');
    await heard('response.end');
    expect(await page().locator('#second .bubble').count()).toBe(0);
    const grounds = await page()
      .locator('.chat')
      .evaluateAll((chats) => chats.map((chat) => getComputedStyle(chat).backgroundColor));
    expect(new Set(grounds).size).toBe(2);
  });

  test('a move within the page loses nothing, and React 18 class names are adopted', async () => {
    await openPlain(bench);
    await send(page(), 'slow please');
    await message('One two three').waitFor();
    await page().evaluate(() => {
      const other = document.createElement('main');
      document.body.prepend(other);
      other.append(window.chat);
    });
    bench.server.chat.release('slow');
    await message('One two three four five six.').waitFor();
    expect(
      await page().evaluate(() => {
        const chat = document.createElement('openai-chatkit');
        chat.setAttribute('classname', 'fill other');
        document.body.append(chat);
        return [...chat.classList];
      }),
    ).toEqual(['fill', 'other']);
  });
});
