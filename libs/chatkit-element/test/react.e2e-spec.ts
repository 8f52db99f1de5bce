import { describeInChromium } from '@frontdesk/testing';
import { answered, call, composer, eventNames, events, FULL_OPTIONS, useBench, openReact, send, until, type Bench } from './harness.js';

describeInChromium('the element under the official bindings', () =>
  describe.each(['react-18', 'react-19'] as const)('%s', (react) => {
    const bench = useBench({ react });
    const page = (): Bench['page'] => bench.page;

    test('starts with greeting, prompts and placeholder, and tells ready and the thread of the start', async () => {
      await openReact(bench);
      await page().getByRole('heading', { name: 'How can we help?' }).waitFor();
      expect(await page().getByRole('button', { name: 'Request a feature' }).locator('svg').count()).toBe(1);
      expect(await composer(page()).getAttribute('placeholder')).toBe('Ask the assistant…');
      await until(async () => (await eventNames(page())).length >= 2, 'early events');
      expect((await events(page())).slice(0, 2)).toEqual([
        { name: 'ready', detail: null },
        { name: 'thread.change', detail: { threadId: null } },
      ]);
      expect(await page().evaluate(() => `react-${window.bridge.version.split('.')[0]}`)).toBe(react);
      expect((await page().locator('openai-chatkit.fill').boundingBox())?.height).toBeGreaterThan(700);
    });

    test.each([
      ['before', '/react.html'],
      ['after', '/react-late.html'],
    ] as const)('no early event is lost with the script %s the app', async (_when, path) => {
      await openReact(bench, { ...FULL_OPTIONS, theme: { radius: 'oval' } }, { path });
      if (path === '/react-late.html') {
        await page().addScriptTag({ url: '/chatkit.js' });
      }
      await until(async () => (await eventNames(page())).includes('thread.change'), 'early events');
      expect((await eventNames(page())).toSorted()).toEqual(['error', 'ready', 'thread.change']);
    });

    test('a prompt is sent, the answer streams in as Markdown, and events come in order', async () => {
      await openReact(bench);
      await page().getByRole('button', { name: 'Troubleshoot an issue' }).click();
      await answered(page());
      expect(await page().locator('.bubble').textContent()).toBe('hello there');
      expect(await page().locator('.assistant-message strong').textContent()).toBe('help');
      expect((await eventNames(page())).slice(1)).toEqual(['thread.change', 'response.start', 'thread.change', 'response.end']);
      expect(bench.server.chat.received[0]).toMatchObject({
        type: 'threads.create',
        params: { input: { attachments: [], inference_options: {} } },
      });
    });

    test('a client tool runs on the page, its result goes back, and the turn stays open around it', async () => {
      await openReact(bench);
      await send(page(), 'theme please');
      await page().locator('.assistant-message').getByText('The page has done it.').waitFor();
      await answered(page());
      const tool = (await events(page())).find(({ name }) => name === 'tool');
      expect(tool?.detail).toEqual({ name: 'switch_theme', params: { theme: 'light' } });
      expect(bench.server.chat.received.map(({ type }) => type)).toEqual(['threads.create', 'threads.add_client_tool_output']);
      expect(bench.server.chat.received[1]?.params.result).toEqual({ success: true });
      expect((await eventNames(page())).filter((name) => name.startsWith('response') || name === 'tool')).toEqual([
        'response.start',
        'tool',
        'response.end',
      ]);
    });

    test('a tool that throws answers with its error', async () => {
      await openReact(bench);
      await send(page(), 'explode please');
      await answered(page());
      expect(bench.server.chat.received[1]?.params.result).toEqual({ error: 'The page could not do it' });
      expect(await events(page())).toContainEqual({
        name: 'error',
        detail: { kind: 'ClientToolError', error: 'The page could not do it' },
      });
    });

    test('a tool without a handler answers with an error that names it', async () => {
      await openReact(bench, { onClientTool: null });
      await send(page(), 'theme please');
      await answered(page());
      expect(bench.server.chat.received[1]?.params.result).toEqual({ error: expect.stringContaining('"switch_theme"') });
      expect((await events(page())).filter(({ name }) => name === 'error').at(-1)?.detail).toMatchObject({ kind: 'IntegrationError' });
    });

    test('effects and deep links reach the app', async () => {
      await openReact(bench);
      await send(page(), 'effect please');
      await answered(page());
      await send(page(), 'deeplink please');
      await page().getByRole('button', { name: 'the fact' }).click();
      const seen = await events(page());
      expect(seen).toContainEqual({ name: 'effect', detail: { name: 'facts_changed', data: { count: 2 } } });
      expect(seen).toContainEqual({ name: 'deeplink', detail: { name: 'fact', data: { id: '42', kind: 'note' } } });
    });

    test('Stop asks the server to end the answer and keeps what there is', async () => {
      await openReact(bench);
      await send(page(), 'slow please');
      await page().getByText('One two three').waitFor();
      await page().getByRole('button', { name: 'Stop answering' }).click();
      await answered(page());
      expect(bench.server.chat.received.map(({ type }) => type)).toEqual(['threads.create', 'runs.cancel']);
      expect(await page().locator('.assistant-message').innerText()).toContain('One two three');
      await page().locator('.stopped').getByText('You stopped this answer.').waitFor();
      expect(await page().locator('[aria-live]').textContent()).toBe('Answer: One two three You stopped this answer.');
    });

    test('other options while an answer streams reset nothing', async () => {
      await openReact(bench);
      await send(page(), 'slow please');
      await page().getByText('One two three').waitFor();
      await composer(page()).fill('my draft');
      await page().evaluate(() =>
        window.bridge.setOptions({ theme: 'light', composer: { placeholder: 'Changed' }, initialThread: 'thr_other' }),
      );
      await until(async () => (await composer(page()).getAttribute('placeholder')) === 'Changed', 'the new placeholder');
      bench.server.chat.release('slow');
      await page().locator('.assistant-message').getByText('four five six.').waitFor();
      await answered(page());
      expect(await composer(page()).inputValue()).toBe('my draft');
      expect(bench.server.chat.received.map(({ type }) => type)).toEqual(['threads.create']);
      expect(
        await page()
          .locator('.chat')
          .evaluate((node) => getComputedStyle(node).backgroundColor),
      ).toMatch(/rgb\(25\d, 25\d, 25\d\)/);
    });

    test('a broken connection is taken up again, with no word lost or doubled', async () => {
      await openReact(bench);
      await send(page(), 'drop please');
      await page().getByText('Before the tunnel,').waitFor();
      bench.server.chat.readers.drop();
      bench.server.chat.release('drop');
      await page().locator('.assistant-message').getByText('Before the tunnel, after the tunnel.').waitFor();
      await answered(page());
      expect(bench.server.chat.received.map(({ type }) => type)).toContain('runs.stream');
      expect((await eventNames(page())).filter((name) => name === 'response.end')).toHaveLength(1);
    });

    test('after a reload the thread is there and a running answer goes on', async () => {
      await openReact(bench);
      await send(page(), 'slow please');
      await page().getByText('One two three').waitFor();
      const threadId = [...bench.server.chat.threads.keys()][0];
      await page().addInitScript((id) => Object.assign(window, { initialOptions: { initialThread: id } }), threadId);
      await page().reload();
      await page().locator('.bubble', { hasText: 'slow please' }).waitFor();
      await page().getByText('One two three').waitFor();
      bench.server.chat.release('slow');
      await page().locator('.assistant-message').getByText('One two three four five six.').waitFor();
      await answered(page());
      expect(await page().locator('.bubble').count()).toBe(1);
    });

    test('a failed answer says so and is tried again on request', async () => {
      await openReact(bench);
      await send(page(), 'fail please');
      await page().getByRole('alert').getByText('The model is busy right now.').waitFor();
      await answered(page());
      await page().getByRole('button', { name: 'Try again' }).click();
      await page().locator('.assistant-message').getByText('Now it worked.').waitFor();
      await answered(page(), 2);
      expect(await page().locator('.assistant-message').count()).toBe(1);
      expect(await page().getByRole('alert').count()).toBe(0);
      expect(bench.server.chat.received.at(-1)?.type).toBe('threads.retry_after_item');
    });

    test('a message that the server never took is marked, and sent again as the same message', async () => {
      bench.server.chat.refusals.set('threads.create', [500]);
      await openReact(bench);
      await send(page(), 'hello again');
      await page().getByText('Not sent').waitFor();
      await page().getByRole('button', { name: 'Try again' }).click();
      await answered(page(), 2);
      expect(bench.server.chat.received.map(({ type }) => type)).toEqual(['threads.create', 'threads.create']);
      expect(await page().locator('.bubble').allTextContents()).toEqual(['hello again']);
      expect(await page().getByText('Not sent').count()).toBe(0);
    });

    test('verdicts, copy and another answer', async () => {
      await page().context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await openReact(bench);
      await send(page(), 'hello');
      await answered(page());
      await page().getByRole('button', { name: 'Copy', exact: true }).click();
      await page().getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page().evaluate(() => navigator.clipboard.readText())).toBe('Hello! How can I **help** you today?');
      await page().getByRole('button', { name: 'Good answer' }).click();
      await until(async () => bench.server.chat.received.some(({ type }) => type === 'items.feedback'), 'feedback');
      expect(bench.server.chat.received.at(-1)?.params).toMatchObject({ kind: 'positive', item_ids: [expect.any(String)] });
      expect(await page().getByRole('button', { name: 'Bad answer' }).count()).toBe(0);
      await page().getByRole('button', { name: 'Answer again' }).click();
      await answered(page(), 2);
      expect(bench.server.chat.received.at(-1)?.type).toBe('threads.retry_after_item');
      expect(await page().locator('.turn').count()).toBe(1);
    });

    test('the methods of the hook work, and refuse while an answer streams', async () => {
      await openReact(bench);
      await until(async () => (await eventNames(page())).includes('ready'), 'ready');
      expect(await call(page(), 'setComposerValue', { text: 'a draft', reply: 'a quote' })).toBeNull();
      expect(await call(page(), 'focusComposer')).toBeNull();
      await until(async () => composer(page()).evaluate((node) => node === (node.getRootNode() as ShadowRoot).activeElement), 'focus');
      expect(await composer(page()).inputValue()).toBe('a draft');
      await composer(page()).press('Enter');
      await answered(page());
      expect(bench.server.chat.received[0]).toMatchObject({
        params: { input: { quoted_text: 'a quote', content: [{ type: 'input_text', text: 'a draft' }] } },
      });

      expect(await call(page(), 'sendUserMessage', { text: 'slow now', toolChoice: { id: 'tool' }, model: 'm' })).toBeNull();
      await page().getByText('One two three').waitFor();
      expect(await call(page(), 'sendUserMessage', { text: 'too early' })).toContain('already responding');
      expect(await call(page(), 'setThreadId', null)).toContain('already responding');
      expect(bench.server.chat.received.at(-1)).toMatchObject({
        type: 'threads.add_user_message',
        params: { input: { inference_options: { tool_choice: { id: 'tool' }, model: 'm' } } },
      });
      bench.server.chat.release('slow');
      await answered(page(), 2);

      expect(await call(page(), 'sendCustomAction', { type: 'ping', payload: { a: 1 } })).toBeNull();
      await page().locator('.assistant-message').getByText('The action arrived.').waitFor();
      const thread = [...bench.server.chat.threads.values()][0];
      if (thread !== undefined) {
        thread.title = 'Renamed elsewhere';
      }
      expect(await call(page(), 'fetchUpdates')).toBeNull();
      await page().getByRole('heading', { name: 'Renamed elsewhere' }).waitFor();
      expect(await call(page(), 'setThreadId', null)).toBeNull();
      await page().getByRole('heading', { name: 'How can we help?' }).waitFor();
      expect((await events(page())).at(-1)).toEqual({ name: 'thread.change', detail: { threadId: null } });
      expect(await call(page(), 'setThreadId', thread?.id)).toBeNull();
      expect((await eventNames(page())).slice(-3)).toEqual(['thread.change', 'thread.load.start', 'thread.load.end']);
      expect(await call(page(), 'sendUserMessage', { text: 'hello', newThread: true })).toBeNull();
      await until(async () => bench.server.chat.threads.size === 2, 'a second thread');
    });
  }),
);
