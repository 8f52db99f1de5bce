import { describeInChromium } from '@frontdesk/testing';
import type { Locator } from 'playwright-core';
import { UNDO_MS } from '../src/state/history.js';
import { composer, heardOn, useBench, openPlain, recorded, send, until, type Bench, type Recorded } from './harness.js';

describeInChromium('threads, widgets and history', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;
  const events = (): Promise<Recorded[]> => recorded(page());
  const heard = (name: string, count = 1): Promise<void> => heardOn(page(), name, count);
  const message = (text: string): Locator => page().locator('.assistant-message').getByText(text);

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

  test('questions of the assistant take the place of the composer, with the focus in them, and give it back', async () => {
    await openPlain(bench);
    await send(page(), 'question please');
    const focusIn = (role: 'radio' | 'textbox', name: string): Promise<void> =>
      until(
        () =>
          page()
            .getByRole(role, { name })
            .evaluate((field) => field === (field.getRootNode() as ShadowRoot).activeElement),
        `the focus in ${name}`,
      );
    await page().getByRole('group', { name: 'Which plan do you use?' }).waitFor();
    await focusIn('radio', 'Free');
    expect(await page().getByRole('button', { name: 'Back' }).count()).toBe(0);
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('Enter');
    await focusIn('textbox', 'What should change?');
    await page().keyboard.type('Nothing');
    await page().getByRole('button', { name: 'Back' }).click();
    await focusIn('radio', 'Team');
    expect(await page().getByRole('radio', { name: 'Team' }).isChecked()).toBe(true);
    await page().getByRole('radio', { name: 'Free' }).check();
    await page().getByRole('button', { name: 'Next' }).click();
    await focusIn('textbox', 'What should change?');
    expect(await page().getByRole('textbox', { name: 'What should change?' }).inputValue()).toBe('Nothing');
    await page().getByRole('button', { name: 'Skip' }).click();
    await message('Thank you for the answers.').waitFor();
    expect(bench.server.chat.received.at(-1)?.params.input).toEqual({
      status: 'answered',
      answers: { q1: { values: ['Free'], skipped: false }, q2: { values: [], skipped: true } },
    });
    expect(await page().locator('.answered-input').innerText()).toMatch(/Free[\s\S]*Skipped/);
    await focusIn('textbox', 'Message');
  });

  test('a question may take several answers and one of the reader’s own; all of them skipped is a status', async () => {
    const inputs = [
      { type: 'multiple_choice', id: 'q', question: 'Which colours?', options: [{ value: 'Red' }, { value: 'Blue' }], multiple: true },
    ];
    bench.server.chat.answersTo.set('colours', async (stage) =>
      stage.put({ type: 'thread.item.done', item: stage.item({ type: 'structured_input', status: 'pending', inputs }) }),
    );
    await openPlain(bench);
    await send(page(), 'colours please');
    await page().getByRole('checkbox', { name: 'Red' }).check();
    await page().getByRole('checkbox', { name: 'Blue' }).check();
    await page().getByRole('textbox', { name: 'Something else' }).fill('Mauve');
    await page().getByRole('button', { name: 'Submit' }).click();
    await heard('response.end', 2);
    expect(bench.server.chat.received.at(-1)?.params.input).toEqual({
      status: 'answered',
      answers: { q: { values: ['Red', 'Blue', 'Mauve'], skipped: false } },
    });
    await send(page(), 'colours again');
    await page().getByRole('button', { name: 'Skip' }).click();
    await heard('response.end', 4);
    expect(bench.server.chat.received.at(-1)?.params.input).toMatchObject({ status: 'skipped' });
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
    await page().clock.install();
    await openPlain(bench);
    await page().getByRole('button', { name: 'Chat history' }).click();
    await page().getByRole('heading', { name: 'Today', exact: true }).waitFor();
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
    await page().getByRole('button', { name: 'Undo' }).waitFor();
    await page().clock.fastForward(UNDO_MS);
    await until(async () => bench.server.chat.received.some(({ type }) => type === 'threads.delete'), 'the deletion');

    await page().locator('.history-open', { hasText: 'Chat 3' }).first().click();
    await message('answer 3').waitFor();
    await heard('history.close');
    await page().evaluate(() => window.chat.showHistory?.());
    await heard('history.open', 2);
    await page().keyboard.press('Escape');
    await heard('history.close', 2);
    await until(
      () => page().evaluate(() => window.chat.shadowRoot?.activeElement?.getAttribute('aria-label') === 'Chat history'),
      'the focus to come back',
    );
  });

  test('a long thread opens at its end and loads older messages above, keeping the place', async () => {
    const texts = Array.from({ length: 130 }, (_, index) => (index % 2 === 0 ? `question ${index}` : `answer ${index}`));
    const thread = bench.server.chat.addThread('Long', texts);
    await openPlain(bench, { initialThread: thread.id });
    await message('answer 129').waitFor();
    expect(await message('answer 129').isVisible()).toBe(true);
    // Only turns near the view are in the document; each says how many there are.
    const count = async (): Promise<number> => Number(await page().locator('.turn').last().getAttribute('aria-setsize'));
    const before = await count();
    const toTop = (): Promise<void> =>
      page()
        .locator('.scroll')
        .evaluate((view) => view.scrollTo(0, 0));
    await toTop();
    await until(async () => (await count()) > before, 'older turns');
    await until(async () => {
      await toTop();
      return (await count()) === 65;
    }, 'all turns');
    await toTop();
    await page().getByText('question 0', { exact: true }).waitFor();
    expect(await page().locator('.turn').first().getAttribute('aria-posinset')).toBe('1');
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
      () => message('survives a restart').evaluate((node) => node.getBoundingClientRect().bottom < window.innerHeight),
      'the end',
    );
  });
});
