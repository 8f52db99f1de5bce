import { axeViolations, describeInChromium, launchChromium } from '@frontdesk/testing';
import type { TestBrowser } from '@frontdesk/testing';

import { PHONE, WebPage, buildWeb, eventually, secondsAgo } from './web-page.js';
import type { PlayableElement } from './web-page.js';

const TEA = { id: 'fact_tea', text: 'Prefers tea', created_at: secondsAgo(125) };

describeInChromium('the page around the chat', () => {
  let root: string;
  let browser: TestBrowser;
  let web: WebPage;

  beforeAll(async () => {
    root = await buildWeb();
    browser = await launchChromium();
  });

  beforeEach(async () => {
    web = await WebPage.start(root, browser);
    web.server.facts = [TEA];
  });

  afterEach(async () => {
    await web.close();
  });

  const pageTheme = () => web.page.evaluate(() => document.documentElement.dataset['theme']);
  const chatTheme = () => web.chat.getAttribute('data-scheme');

  describe('theme', () => {
    it('is dark at first, for the page and the chat', async () => {
      await web.openChat();
      expect([await pageTheme(), await chatTheme()]).toEqual(['dark', 'dark']);
    });

    it('follows the button of the bar, and is remembered before anything is painted', async () => {
      await web.openChat();
      await web.page.getByRole('button', { name: 'Switch to the light theme' }).click();
      expect([await pageTheme(), await chatTheme()]).toEqual(['light', 'light']);

      // Without the page's script: only what runs before the first paint.
      await web.page.route('**/assets/*.js', (route) => route.abort());
      await web.page.reload();

      expect(await pageTheme()).toBe('light');
    });

    it('follows the agent', async () => {
      await web.openChat();
      expect(await web.callClientTool('switch_theme', { theme: 'light' })).toEqual({ success: true });
      await eventually(async () => expect([await pageTheme(), await chatTheme()]).toEqual(['light', 'light']));
      expect(await web.callClientTool('switch_theme', { theme: 'sepia' })).toEqual({ success: false });
      expect(await pageTheme()).toBe('light');
    });

    it('follows the button in the header of the chat, whose icon shows where it leads', async () => {
      await web.openChat();
      const rightIcon = () => web.chat.evaluate((element) => (element as PlayableElement).options.header.rightAction.icon);
      expect(await rightIcon()).toBe('light-mode');
      await web.chat.evaluate((element) => (element as PlayableElement).options.header.rightAction.onClick());
      await eventually(async () => expect(await rightIcon()).toBe('dark-mode'));
      expect(await pageTheme()).toBe('light');
    });
  });

  describe('model in use', () => {
    it('is named, and a demo model is called that', async () => {
      await web.open();
      await web.page.getByText('frontdesk-demo').waitFor();
      expect(await web.page.getByRole('link', { name: 'demo model' }).getAttribute('href')).toBe('/docs.html#model');
    });

    it('has no badge when it is a real one', async () => {
      web.server.info = { ...web.server.info, model: 'gpt-4.1-mini', demo_model: false };
      await web.open();
      await web.page.getByText('gpt-4.1-mini').waitFor();
      expect(await web.page.getByText('demo model').count()).toBe(0);
    });
  });

  describe('thread in the address', () => {
    const address = () => new URL(web.page.url()).search;

    it('is the one on screen, and a reload asks the chat for it again', async () => {
      await web.openChat();
      await web.play('chatkit.thread.change', { threadId: 'thr_one' });
      expect(address()).toBe('?thread=thr_one');

      await web.page.reload();
      await web.chat.waitFor();
      expect(await web.chat.evaluate((element) => (element as PlayableElement).options['initialThread'])).toBe('thr_one');
      await web.play('chatkit.thread.change', { threadId: null });
      expect(address()).toBe('?thread=thr_one');
      await web.play('chatkit.thread.load.end', { threadId: 'thr_one' });
      await web.play('chatkit.thread.change', { threadId: null });
      expect(address()).toBe('');
    });

    it('goes back with the browser', async () => {
      await web.openChat();
      await web.play('chatkit.thread.change', { threadId: 'thr_one' });
      await web.play('chatkit.thread.change', { threadId: 'thr_two' });
      await web.page.goBack();
      await eventually(async () => expect(await web.elementCalls()).toEqual([['setThreadId', 'thr_one']]));
      expect(address()).toBe('?thread=thr_one');
    });

    it('stays with the screen when the chat cannot leave its thread', async () => {
      await web.openChat();
      await web.play('chatkit.thread.change', { threadId: 'thr_one' });
      await web.play('chatkit.thread.change', { threadId: 'thr_two' });
      await web.chat.evaluate((element) => {
        (element as PlayableElement).busy = true;
      });
      await web.page.goBack();
      await eventually(() => expect(address()).toBe('?thread=thr_two'));
    });

    it('gives way to a new chat when it does not exist', async () => {
      await web.openChat('/?thread=thr_gone');
      await web.chat.evaluate((element) => {
        const error = Object.assign(new Error('Not found.'), { status: 404 });
        (element as PlayableElement).play('chatkit.error', { error });
        (element as PlayableElement).play('chatkit.thread.load.end', { threadId: 'thr_gone' });
      });
      await web.page.getByText('does not exist any more').waitFor();
      await eventually(async () => expect(await web.elementCalls()).toEqual([['setThreadId', null]]));
      expect(address()).toBe('');
    });

    it('stays when it could only not be loaded just now', async () => {
      await web.openChat('/?thread=thr_one');
      await web.chat.evaluate((element) => {
        (element as PlayableElement).play('chatkit.error', { error: new Error('The server cannot be reached.') });
      });
      await web.page.getByText('The server cannot be reached.').waitFor();
      expect(await web.elementCalls()).toEqual([]);
      expect(address()).toBe('?thread=thr_one');
    });

    it('is ignored when it cannot be an id', async () => {
      await web.openChat('/?thread=%3Cimg%3E&x=1');
      expect(await web.chat.evaluate((element) => (element as PlayableElement).options['initialThread'])).toBeNull();
      expect(address()).toBe('?x=1');
    });
  });

  describe('what the chat offers', () => {
    const composer = () => web.chat.evaluate((element) => (element as PlayableElement).options['composer']);

    it('is what the server accepts', async () => {
      await web.openChat();
      expect(await composer()).toMatchObject({
        attachments: { enabled: true, maxSize: 1_000_000, maxCount: 3 },
        dictation: { enabled: true },
        models: [
          { id: 'frontdesk-demo', default: true },
          { id: 'frontdesk-demo-quick', default: false },
        ],
      });
    });

    it('is text alone when the server does not say what it accepts', async () => {
      web.server.failures.set('options', 503);
      await web.openChat();
      expect(await composer()).toMatchObject({ attachments: { enabled: false }, dictation: { enabled: false }, models: [], tools: [] });
    });

    it('is to mention a fact, which leads to it; on a phone into the sheet', async () => {
      await web.openChat();
      await web.panel.getByText('Prefers tea').waitFor();
      const found = await web.entities('onTagSearch', 'TEA pre');
      expect(found).toEqual([
        expect.objectContaining({
          id: 'fact_tea',
          title: 'Prefers tea',
          interactive: true,
          data: expect.objectContaining({ text: 'Prefers tea' }),
        }),
      ]);
      await web.entities('onClick', { id: 'fact_tea', title: 'Prefers tea' });
      await web.panel.locator('li:focus').getByText('Prefers tea').waitFor();

      await web.page.setViewportSize(PHONE.viewport);
      await web.entities('onClick', { id: 'fact_tea', title: 'Prefers tea' });
      await web.page.getByRole('dialog').locator('li:focus').getByText('Prefers tea').waitFor();
    });

    it('links of answers lead to a fact, too', async () => {
      await web.openChat();
      await web.panel.getByText('Prefers tea').waitFor();
      await web.play('chatkit.deeplink', { name: 'facts', data: { id: 'fact_tea' } });
      await web.panel.locator('li:focus').getByText('Prefers tea').waitFor();
    });

    it('shows a forgotten fact as such', async () => {
      await web.openChat();
      const card = await web.entities('onRequestPreview', { id: 'fact_gone', title: 'Has a dog' });
      expect(JSON.stringify(card)).toMatch(/Has a dog.*Forgotten since/);
      await web.entities('onClick', { id: 'fact_gone', title: 'Has a dog' });
      await web.page.getByRole('status').getByText('does not know this any more').waitFor();
    });
  });

  it('says that the chat did not load, and loads it on request', async () => {
    web.server.failures.set('element', 404);
    await web.open();
    await web.page.getByRole('alert').getByText('The chat could not be loaded').waitFor();
    web.server.failures.clear();
    await web.page.getByRole('button', { name: 'Try again' }).click();
    await web.chat.waitFor();
  });

  it('reports a problem of the chat on the console and in a line that can be dismissed', async () => {
    await web.openChat();
    await web.chat.evaluate((element) => {
      (element as PlayableElement).play('chatkit.error', { error: new Error('The answer was interrupted.') });
    });
    const line = web.page.getByRole('status').getByText('The answer was interrupted.');
    await line.waitFor();
    expect(web.complaints.join()).toContain('ChatKit error');
    await web.page.getByRole('button', { name: 'Dismiss' }).click();
    await line.waitFor({ state: 'detached' });
  });

  it('sets the chat up once, however often the rest of the page changes', async () => {
    await web.openChat();
    await web.play('chatkit.effect', { name: 'facts_changed' });
    await web.callClientTool('record_fact', { fact_id: 'fact_new', fact_text: 'Is new' });
    await web.panel.getByText('Prefers tea').waitFor();
    expect(await web.chat.evaluate((element) => (element as PlayableElement).optionChanges)).toBe(1);
  });

  it('asks its own origin alone and keeps to the content security policy, docs included', async () => {
    const before = browser.requests.length;
    await web.openChat();
    await web.panel.getByText('Prefers tea').waitFor();
    await web.page.getByRole('link', { name: 'Docs', exact: true }).click();
    await web.page.getByRole('heading', { name: 'The model' }).waitFor();
    expect(browser.requests.slice(before).filter((url) => new URL(url).origin !== web.server.origin)).toEqual([]);
    expect(web.complaints).toEqual([]);
  });

  describe('accessibility', () => {
    const violations = () => axeViolations(web.page);

    it.each(['dark', 'light'])('has nothing to mend in the %s theme, wide and on a phone', async (theme) => {
      await web.page.emulateMedia({ reducedMotion: 'reduce' });
      await web.page.addInitScript((value) => localStorage.setItem('frontdesk.theme', value), theme);
      await web.openChat();
      await web.page.getByText('demo model').waitFor();
      await web.panel.getByRole('button', { name: 'Forget: Prefers tea' }).click();
      await web.panel.getByRole('button', { name: 'Undo forgetting: Prefers tea' }).hover();
      expect(await violations()).toEqual([]);

      await web.page.setViewportSize(PHONE.viewport);
      await web.page.getByRole('button', { name: /^What the assistant knows/ }).click();
      await web.page.getByRole('dialog').waitFor();
      await eventually(async () => expect(await violations()).toEqual([]));

      await web.open('/docs.html');
      expect(await violations()).toEqual([]);
    });
  });
});
