import { describeInChromium } from '@frontdesk/testing';
import { answered, composer, eventNames, events, openReact, send, until, useBench, type Bench } from './harness.js';

describeInChromium('the element in StrictMode, with the development build of React', () => {
  describe.each(['react-18-development', 'react-19-development'] as const)('%s', (react) => {
    const bench = useBench({ react });
    const page = (): Bench['page'] => bench.page;
    const threadId = (): string => [...bench.server.chat.threads.keys()][0] ?? '';
    const open = (options: object = {}, second?: object): Promise<void> => openReact(bench, options, { strict: true, second });

    afterEach(() => {
      // What React's development build has to say of how the element is used.
      expect(bench.warnings.filter((text) => !text.includes('React DevTools'))).toEqual([]);
    });

    test('every event comes once, from the early ones to the end of an answer', async () => {
      await open();
      await send(page(), 'hello');
      await answered(page());
      const names = ['ready', 'thread.change', 'response.start', 'thread.change', 'response.end'];
      expect(await eventNames(page())).toEqual(names);
      expect(bench.server.chat.received.map(({ type }) => type)).toEqual(['threads.create']);
    });

    test('two on one page keep apart: threads, drafts, themes and events', async () => {
      await open({ theme: 'light' }, { theme: 'dark', startScreen: { greeting: 'The second' } });
      const [first, second] = [page().locator('openai-chatkit').first(), page().locator('openai-chatkit').last()];
      await second.getByText('The second').waitFor();
      await second.getByRole('textbox', { name: 'Message' }).fill('a draft');
      await first.getByRole('textbox', { name: 'Message' }).fill('hello');
      await first.getByRole('textbox', { name: 'Message' }).press('Enter');
      await answered(page());
      expect(await first.locator('.bubble').allTextContents()).toEqual(['hello']);
      expect(await second.locator('.bubble').count()).toBe(0);
      expect(await second.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('a draft');
      expect(await page().evaluate(() => window.bridge.secondEvents.map(({ name }) => name))).toEqual(['ready', 'thread.change']);
      const grounds = await page()
        .locator('.chat')
        .evaluateAll((chats) => chats.map((chat) => getComputedStyle(chat).backgroundColor));
      expect(new Set(grounds).size).toBe(2);
    });

    test('mounted anew in the middle of an answer, it takes the answer up; the one that went reads no more of it', async () => {
      await open();
      await send(page(), 'slow please');
      await page().getByText('One two three').waitFor();
      await page().evaluate(() => window.bridge.setMounted(false));
      await page().locator('openai-chatkit').waitFor({ state: 'detached' });
      await until(async () => bench.server.chat.readers.count === 0, 'the stream to be closed');
      await page().evaluate((id) => {
        window.bridge.setOptions({ initialThread: id });
        window.bridge.setMounted(true);
      }, threadId());
      await page().getByText('One two three').waitFor();
      bench.server.chat.release('slow');
      await page().locator('.assistant-message').getByText('One two three four five six.').waitFor();
      await answered(page());
      expect(await page().locator('.bubble').allTextContents()).toEqual(['slow please']);
      expect(bench.server.chat.received.map(({ type }) => type)).not.toContain('runs.cancel');
    });

    test('options that change with every word of an answer cost no word, no draft and no request', async () => {
      await open();
      await send(page(), 'slow please');
      await page().getByText('One two three').waitFor();
      await composer(page()).fill('my draft');
      await page().evaluate(() => {
        let count = 0;
        const themes = ['light', 'dark', { colorScheme: 'dark', radius: 'sharp' }] as const;
        const churn = (): void => {
          count += 1;
          // Other data, handlers that come and go, and another thread for the start: all of it is a new set of options.
          window.bridge.setOptions({
            theme: themes[count % 3],
            composer: { placeholder: `Placeholder ${count}`, tools: [{ id: `t${count}`, label: 'T', icon: 'bolt' }] },
            initialThread: `thr_${count}`,
            ...(count % 2 === 0 ? { entities: { onTagSearch: async () => [] } } : {}),
          });
          requestAnimationFrame(churn);
        };
        churn();
      });
      bench.server.chat.release('slow');
      await page().locator('.assistant-message').getByText('One two three four five six.').waitFor();
      await answered(page());
      await until(async () => /Placeholder \d{2}/.test((await composer(page()).getAttribute('placeholder')) ?? ''), 'many options');
      expect(await composer(page()).inputValue()).toBe('my draft');
      expect(bench.server.chat.received.map(({ type }) => type)).toEqual(['threads.create']);
      expect((await events(page())).filter(({ name }) => name === 'error')).toEqual([]);
    });
  });
});
