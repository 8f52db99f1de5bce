import { gzipSync } from 'node:zlib';
import { describeInChromium } from '@frontdesk/testing';
import { assets, closeBench, composer, openBench, openPlain, send, until, type Bench } from './harness.js';

interface Recorded {
  name: string;
  detail?: Record<string, unknown>;
}

declare global {
  interface Window {
    chat: HTMLElement & Record<string, (...args: unknown[]) => unknown>;
    events: unknown[];
  }
}

/** What the script may weigh, gzipped. */
const BUDGET_BYTES = 220 * 1024;

describeInChromium('the element on a plain page', () => {
  let bench: Bench;
  const page = (): Bench['page'] => bench.page;
  const events = (): Promise<Recorded[]> => page().evaluate(() => window.events as Recorded[]);
  const heard = (name: string, count = 1): Promise<void> =>
    until(async () => (await events()).filter((event) => event.name === name).length >= count, `${count} × ${name}`);
  const message = (text: string) => page().locator('.assistant-message').getByText(text);

  beforeEach(async () => {
    bench = await openBench();
  });

  afterEach(async () => {
    const { pageErrors, server, browser } = bench;
    const foreign = browser.foreignRequests(server.origin);
    await closeBench(bench);
    expect({ pageErrors, violations: server.violations, foreign }).toEqual({ pageErrors: [], violations: [], foreign: [] });
  });

  test('the script stays within its budget and announces itself', async () => {
    expect(gzipSync((await assets())['/chatkit.js']?.body ?? '', { level: 9 }).length).toBeLessThan(BUDGET_BYTES);
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

  test('Enter sends, Shift+Enter breaks the line, Enter of an input method does neither', async () => {
    await openPlain(bench);
    await composer(page()).fill('hello');
    await composer(page()).press('Shift+Enter');
    await page().keyboard.type('world');
    await composer(page()).evaluate((field) => {
      for (const init of [{ isComposing: true }, { keyCode: 229 }]) {
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, composed: true, ...init }));
      }
    });
    expect(bench.server.chat.received).toEqual([]);
    await composer(page()).press('Enter');
    await heard('response.end');
    expect(await page().locator('.bubble').innerText()).toBe('hello\nworld');
    expect(await composer(page()).inputValue()).toBe('');
  });

  test('what was typed as Markdown or HTML stays text, and hostile answers do nothing', async () => {
    await openPlain(bench);
    await send(page(), 'xss <b>bold</b> **not**');
    await heard('response.end');
    expect(await page().locator('.bubble').innerText()).toBe('xss <b>bold</b> **not**');
    expect(await page().evaluate(() => 'pwned' in window)).toBe(false);
    const hrefs = await page()
      .locator('.assistant-message a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
    expect(hrefs).toEqual(['https:']);
    expect(await page().locator('.assistant-message img').count()).toBe(0);
    expect(await page().locator('.assistant-message').innerText()).toContain('<script>');
  });

  test('reasoning is one line that opens on demand', async () => {
    await openPlain(bench);
    await send(page(), 'reasoning please');
    await page().locator('button.workflow-line', { hasText: 'Looking at the question' }).waitFor();
    bench.server.chat.release('reasoning');
    const line = page().getByRole('button', { name: 'Thought for 4 s' });
    await line.waitFor();
    expect(await line.getAttribute('aria-expanded')).toBe('false');
    await line.click();
    await page().getByText('Then, what is known.').waitFor();
  });

  test('progress is shown with its icon until something is there to see', async () => {
    await openPlain(bench);
    await send(page(), 'progress please');
    const line = page().locator('.progress-line');
    await line.getByText('Searching the handbook').waitFor();
    expect(await line.locator('svg').count()).toBe(1);
    bench.server.chat.release('progress');
    await message('Found it.').waitFor();
    await until(async () => (await line.count()) === 0, 'the line to go');
  });

  test('notices, sources, locked and closed threads', async () => {
    await openPlain(bench);
    await send(page(), 'notice please');
    await page().getByText('Slow today').waitFor();
    await heard('response.end');
    await page().getByRole('button', { name: 'Dismiss' }).click();
    expect(await page().getByText('Slow today').count()).toBe(0);
    await send(page(), 'cited please');
    await page().getByRole('button', { name: 'Sources · 1' }).click();
    expect(await page().getByRole('link', { name: 'Weather office' }).getAttribute('rel')).toContain('noopener');
    await send(page(), 'lock please');
    await until(() => composer(page()).isDisabled(), 'the lock');
    expect(await composer(page()).getAttribute('placeholder')).toBe('A colleague has taken over.');
    await page().getByRole('button', { name: 'New chat' }).click();
    await send(page(), 'close please');
    await page().getByText('This case is solved.').waitFor();
    expect(await composer(page()).count()).toBe(0);
    await page().getByRole('button', { name: 'Start a new chat' }).click();
    await composer(page()).waitFor();
  });

  test('questions of the assistant take the place of the composer', async () => {
    await openPlain(bench);
    await send(page(), 'question please');
    await page().getByRole('group', { name: 'Which plan do you use?' }).waitFor();
    await page().getByRole('radio', { name: 'Team' }).check();
    await page().getByRole('button', { name: 'Next' }).click();
    await page().getByRole('button', { name: 'Skip' }).click();
    await message('Thank you for the answers.').waitFor();
    expect(bench.server.chat.received.at(-1)?.params.input).toEqual({
      status: 'answered',
      answers: { q1: { values: ['Team'], skipped: false }, q2: { values: [], skipped: true } },
    });
    expect(await page().locator('.answered-input').innerText()).toMatch(/Team[\s\S]*Skipped/);
  });

  test('widgets show, act on the server or on the page, and odd ones degrade', async () => {
    await openPlain(bench);
    await page().evaluate(() => {
      const actions: unknown[] = [];
      Object.assign(window, { actions });
      window.chat.setOptions?.({
        api: { url: '/chatkit' },
        widgets: { onAction: async (action: unknown, item: { id: string }) => actions.push([action, typeof item.id]) },
      });
    });
    await send(page(), 'weather please');
    await page().locator('.w-card').getByText('Paris').waitFor();
    await heard('response.end');
    await page().getByRole('button', { name: 'Refresh' }).click();
    await message('The action arrived.').waitFor();
    expect(bench.server.chat.received.at(-1)).toMatchObject({
      type: 'threads.custom_action',
      params: { action: { type: 'weather.refresh', payload: { city: 'Paris' } }, item_id: expect.any(String) },
    });
    await heard('response.end', 2);
    await send(page(), 'facts please');
    await page().getByRole('button', { name: 'Show 1 more' }).click();
    await page().getByRole('button', { name: 'Works in support' }).click();
    expect(await page().evaluate(() => (window as unknown as { actions: unknown }).actions)).toEqual([
      [{ type: 'fact.open', payload: { index: 2 } }, 'string'],
    ]);
    await heard('response.end', 3);
    await send(page(), 'odd please');
    await page().getByText('Inside something unknown').waitFor();
    await page().locator('.w-card').last().getByText('42').waitFor();
    expect(await page().locator('.w-card').last().locator('img').count()).toBe(0);
    expect((await events()).filter(({ name }) => name === 'error')).toEqual([]);
  });

  test('history: paging, opening, renaming, deleting with undo, events', async () => {
    const day = 86_400_000;
    for (let count = 0; count < 35; count += 1) {
      bench.server.chat.addThread(`Chat ${count}`, ['hi', `answer ${count}`], new Date(Date.now() - count * day));
    }
    await openPlain(bench);
    await page().getByRole('button', { name: 'Chat history' }).click();
    await page().getByRole('heading', { name: 'Today' }).waitFor();
    await heard('history.open');
    expect(await page().locator('.history-row').count()).toBe(30);
    await page().getByRole('button', { name: 'Show more' }).click();
    await until(async () => (await page().locator('.history-row').count()) === 35, 'the second page');

    await page().getByRole('button', { name: 'Rename “Chat 1”' }).focus();
    await page().keyboard.press('Enter');
    await page().keyboard.type('A better name');
    await page().keyboard.press('Enter');
    await page().getByRole('button', { name: 'Rename “A better name”' }).waitFor();
    await until(
      async () => bench.server.chat.received.some(({ type, params }) => type === 'threads.update' && params.title === 'A better name'),
      'the rename',
    );

    await page().getByRole('button', { name: 'Delete “Chat 2”' }).click();
    await page().getByRole('button', { name: 'Undo' }).click();
    await page().getByRole('button', { name: 'Delete “Chat 2”' }).waitFor();
    expect(bench.server.chat.received.some(({ type }) => type === 'threads.delete')).toBe(false);
    await page().getByRole('button', { name: 'Delete “Chat 2”' }).click();
    await until(async () => bench.server.chat.received.some(({ type }) => type === 'threads.delete'), 'the deletion', 9_000);

    await page().locator('.history-open', { hasText: 'Chat 3' }).first().click();
    await message('answer 3').waitFor();
    await heard('history.close');
    await page().evaluate(() => window.chat.showHistory?.());
    await heard('history.open', 2);
    await page().keyboard.press('Escape');
    await heard('history.close', 2);
    expect(await page().evaluate(() => window.chat.shadowRoot?.activeElement?.getAttribute('aria-label'))).toBe('Chat history');
  });

  test('a long thread opens at its end and loads older messages above, keeping the place', async () => {
    const texts = Array.from({ length: 130 }, (_, index) => (index % 2 === 0 ? `question ${index}` : `answer ${index}`));
    const thread = bench.server.chat.addThread('Long', texts);
    await openPlain(bench, { initialThread: thread.id });
    await message('answer 129').waitFor();
    expect(await message('answer 129').isVisible()).toBe(true);
    const before = await page().locator('.turn').count();
    const first = page().locator('.turn').first();
    await first.scrollIntoViewIfNeeded();
    await until(async () => (await page().locator('.turn').count()) > before, 'older turns');
    await until(async () => {
      await page()
        .locator('.scroll')
        .evaluate((view) => view.scrollTo(0, 0));
      return (await page().locator('.turn').count()) === 65;
    }, 'all turns');
    expect((await page().locator('.bubble').allInnerTexts())[0]).toBe('question 0');
  });

  test('a new question moves to the top, the answer grows below, and a button leads to the end', async () => {
    await openPlain(bench);
    await send(page(), 'hello');
    await heard('response.end');
    await send(page(), 'long please');
    await heard('response.end', 2);
    const top = await page()
      .locator('.turn')
      .last()
      .evaluate((turn) => turn.getBoundingClientRect().top - (turn.closest('.scroll')?.getBoundingClientRect().top ?? 0));
    expect(Math.abs(top)).toBeLessThan(3);
    await page().getByRole('button', { name: 'Scroll to the end' }).click();
    await until(
      () =>
        page()
          .getByText('survives a restart')
          .evaluate((node) => node.getBoundingClientRect().bottom < window.innerHeight),
      'the end',
    );
  });

  test('wrong options are shown and told, unknown ones are named in the console, and nothing throws', async () => {
    await openPlain(bench, { theme: { radius: 'oval' }, colour: 'red' });
    await page().getByText('`theme.radius` must be one of').waitFor();
    await heard('error');
    expect(bench.warnings.some((text) => text.includes('unknown options: colour'))).toBe(true);
    await page().evaluate(() => window.chat.setOptions?.({ api: {} }));
    await page().getByText('needs either').waitFor();
    await page().evaluate(() => window.chat.setOptions?.({ api: { url: '/chatkit' } }));
    await until(async () => (await page().getByRole('alert').count()) === 0, 'the message to go');
    await composer(page()).waitFor();
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
