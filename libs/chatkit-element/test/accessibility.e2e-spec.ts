import { axeViolations, describeInChromium } from '@frontdesk/testing';
import { composer, FULL_OPTIONS, openPlain, send, until, useBench, type Bench } from './harness.js';

describeInChromium('accessibility', () => {
  const bench = useBench();
  const page = (): Bench['page'] => bench.page;

  const findings = (): Promise<string[]> => axeViolations(page());

  describe.each(['light', 'dark'])('%s', (colorScheme) => {
    const options = { ...FULL_OPTIONS, theme: { ...FULL_OPTIONS.theme, colorScheme }, disclaimer: { text: 'Answers can be wrong.' } };

    test('axe finds nothing on the start screen', async () => {
      await openPlain(bench, options);
      await page().getByRole('heading', { name: 'How can we help?' }).waitFor();
      expect(await findings()).toEqual([]);
    });

    test('axe finds nothing in a thread with all kinds of items', async () => {
      // High enough for all turns to be in the document at once.
      await page().setViewportSize({ width: 1100, height: 5_000 });
      await openPlain(bench, options);
      for (const text of ['long', 'reasoning', 'weather', 'facts', 'cited', 'notice', 'fail']) {
        bench.server.chat.release('reasoning');
        await send(page(), text);
        await until(
          async () =>
            (await page().locator('.bubble').count()) > 0 && (await page().getByRole('button', { name: 'Stop answering' }).count()) === 0,
          text,
        );
      }
      await page()
        .locator('.scroll')
        .evaluate((view) => view.scrollTo(0, 0));
      await page().getByRole('button', { name: 'Thought for 4 s' }).click();
      expect(await findings()).toEqual([]);
    });

    test('axe finds nothing while an answer streams, and with questions', async () => {
      await openPlain(bench, options);
      await send(page(), 'slow');
      await page().getByText('One two three').waitFor();
      expect(await findings()).toEqual([]);
      bench.server.chat.release('slow');
      await page().getByRole('button', { name: 'Stop answering' }).waitFor({ state: 'detached' });
      await send(page(), 'question');
      await page().getByRole('group', { name: 'Which plan do you use?' }).waitFor();
      expect(await findings()).toEqual([]);
    });

    test('axe finds nothing in the history, full and empty', async () => {
      await openPlain(bench, options);
      await page().evaluate(() => window.chat.showHistory?.());
      await page().getByText('No chats yet.').waitFor();
      expect(await findings()).toEqual([]);
      await page().keyboard.press('Escape');
      bench.server.chat.addThread('One', ['hi', 'hello']);
      bench.server.chat.addThread('Two', ['hi', 'hello']);
      await page().evaluate(() => window.chat.showHistory?.());
      await page().getByRole('button', { name: 'Delete “One”' }).click();
      await page().getByRole('button', { name: 'Rename “Two”' }).click();
      await page().getByRole('textbox', { name: 'New name' }).waitFor();
      expect(await findings()).toEqual([]);
    });
  });

  test('the whole conversation works by keyboard alone', async () => {
    await openPlain(bench, FULL_OPTIONS);
    await composer(page()).waitFor();
    const names: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      await page().keyboard.press('Tab');
      const name = await page().evaluate(() => {
        const active = window.chat.shadowRoot?.activeElement;
        return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
      });
      names.push(name);
      if (name === 'Request a feature') {
        break;
      }
    }
    expect(names).toEqual(['Chat history', 'Troubleshoot an issue', 'Request a feature']);
    await page().keyboard.press('Enter');
    await page().locator('.assistant-message').getByText('I heard you.').waitFor();
  });

  test('an answer is announced once, when it is complete, and politely', async () => {
    await openPlain(bench);
    await composer(page()).waitFor();
    await page().evaluate(() => {
      const region = window.chat.shadowRoot?.querySelector('[aria-live]');
      const said: string[] = [];
      Object.assign(window, { said });
      if (region) {
        new MutationObserver(() => region.textContent && said.push(region.textContent)).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
      }
    });
    await send(page(), 'hello');
    await page().getByRole('button', { name: 'Copy', exact: true }).waitFor();
    expect(await page().evaluate(() => (window as unknown as { said: string[] }).said)).toEqual([
      'Answer: Hello! How can I help you today?',
    ]);
    expect(await page().locator('[aria-live]').getAttribute('aria-live')).toBe('polite');
  });

  test('every button has a name', async () => {
    await openPlain(bench, { ...FULL_OPTIONS, header: { leftAction: { icon: 'menu' }, rightAction: { icon: 'light-mode' } } });
    await send(page(), 'weather');
    await page().getByRole('button', { name: 'Refresh' }).waitFor();
    const nameless = await page()
      .locator('button')
      .evaluateAll((buttons) => buttons.filter((button) => !(button.getAttribute('aria-label') ?? button.textContent)?.trim()).length);
    expect(nameless).toBe(0);
  });

  test('nothing moves for readers who ask for that', async () => {
    await openPlain(bench);
    await send(page(), 'slow');
    await page().getByText('One two three').waitFor();
    const moving = await page().evaluate(
      () =>
        document
          .querySelector('openai-chatkit')
          ?.shadowRoot?.getAnimations()
          .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 50 && animation.playState === 'running').length,
    );
    expect(moving ?? 0).toBe(0);
  });
});
