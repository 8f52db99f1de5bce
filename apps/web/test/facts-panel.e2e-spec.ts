import { describeInChromium, launchChromium } from '@frontdesk/testing';
import type { TestBrowser } from '@frontdesk/testing';

import { WebPage, buildWeb, eventually, secondsAgo } from './web-page.js';

const TEA = { id: 'fact_tea', text: 'Prefers tea', created_at: secondsAgo(125) };
const CATS = { id: 'fact_cats', text: 'Has two cats', created_at: secondsAgo(3 * 86_400) };

describeInChromium('the panel of what the assistant knows', () => {
  let root: string;
  let browser: TestBrowser;
  let web: WebPage;

  beforeAll(async () => {
    root = await buildWeb();
    browser = await launchChromium();
  });

  beforeEach(async () => {
    web = await WebPage.start(root, browser);
    await web.page.clock.install();
    web.server.facts = [CATS, TEA];
  });

  afterEach(async () => {
    await web.close();
  });

  const item = (text: string) => web.panel.getByRole('listitem').filter({ hasText: text });
  const forget = (text: string) => web.panel.getByRole('button', { name: `Forget: ${text}` });
  const undo = (text: string) => web.panel.getByRole('button', { name: `Undo forgetting: ${text}` });

  it('lists the facts, newest first, with an age that goes on', async () => {
    await web.open();
    await item('Prefers tea').getByText('2 minutes ago').waitFor();
    expect(await web.factTexts()).toEqual(['Prefers tea', 'Has two cats']);
    await item('Has two cats').getByText('3 days ago').waitFor();

    await web.page.clock.fastForward('03:00');

    await item('Prefers tea').getByText('5 minutes ago').waitFor();
  });

  it('shows a skeleton until the list has come, then the empty state, which leads to the composer', async () => {
    web.server.facts = [];
    let release = (): void => undefined;
    web.server.gates.set('list', new Promise((resolve) => (release = resolve)));
    await web.openChat();
    await web.panel.getByRole('status', { name: 'Loading what the assistant knows' }).waitFor();

    release();
    await web.panel.getByRole('button', { name: 'Tell it something' }).click();

    await eventually(async () =>
      expect(await web.elementCalls()).toEqual([['setComposerValue', { text: 'Remember that ' }], ['focusComposer']]),
    );
  });

  it('shows a fact that the agent records at once, marked as new and announced, before the list has been read again', async () => {
    await web.openChat();
    await item('Prefers tea').waitFor();
    let release = (): void => undefined;
    web.server.gates.set('list', new Promise((resolve) => (release = resolve)));
    web.server.facts.push({ id: 'fact_cello', text: 'Plays the cello', created_at: secondsAgo(0) });

    const result = await web.callClientTool('record_fact', { fact_id: 'fact_cello', fact_text: 'Plays the cello' });

    expect(result).toEqual({ success: true });
    await item('Plays the cello').waitFor();
    expect(await web.factTexts()).toEqual(['Plays the cello', 'Prefers tea', 'Has two cats']);
    expect(await item('Plays the cello').getAttribute('data-new')).toBe('true');
    await web.page.getByRole('status').getByText('Saved: Plays the cello').waitFor({ state: 'attached' });

    release();
    await web.page.clock.fastForward(6_000);
    await eventually(async () => expect(await item('Plays the cello').getAttribute('data-new')).toBeNull());
    expect(await web.factTexts()).toHaveLength(3);
  });

  it('reads the list again when the agent changed the facts', async () => {
    await web.openChat();
    await item('Has two cats').waitFor();
    web.server.facts = [TEA];

    await web.play('chatkit.effect', { name: 'facts_changed', data: {} });

    await item('Has two cats').waitFor({ state: 'detached' });
    await web.page.getByRole('status').getByText('Forgotten: Has two cats').waitFor({ state: 'attached' });
  });

  it('is not set back by an older answer that comes late', async () => {
    await web.openChat();
    await item('Has two cats').waitFor();
    let release = (): void => undefined;
    web.server.gates.set('list', new Promise((resolve) => (release = resolve)));
    await web.play('chatkit.effect', { name: 'facts_changed' });
    await eventually(() => expect(web.server.count('GET /api/facts')).toBe(2));
    web.server.gates.clear();
    web.server.facts = [TEA];
    await web.play('chatkit.effect', { name: 'facts_changed' });
    await item('Has two cats').waitFor({ state: 'detached' });

    await web.panel.evaluate((panel) => {
      const seen: string[] = [];
      Object.assign(panel, { seen });
      new MutationObserver(() => seen.push(panel.textContent)).observe(panel, { childList: true, subtree: true });
    });
    release();
    await web.server.settled();
    web.server.facts = [TEA, { id: 'fact_cello', text: 'Plays the cello', created_at: secondsAgo(0) }];
    await web.play('chatkit.effect', { name: 'facts_changed' });

    await item('Plays the cello').waitFor();
    const seen = await web.panel.evaluate((panel) => (panel as HTMLElement & { seen: string[] }).seen);
    expect(seen.filter((text) => text.includes('Has two cats'))).toEqual([]);
  });

  it('forgets only when the time to undo is over', async () => {
    await web.open();
    await forget('Prefers tea').click();
    await undo('Prefers tea').waitFor();
    await web.page.clock.fastForward(5_000);
    expect(web.server.log).not.toContain('DELETE /api/facts/fact_tea');

    await web.page.clock.fastForward(1_500);

    await item('Prefers tea').waitFor({ state: 'detached' });
    await eventually(() => expect(web.server.facts).toEqual([CATS]));
  });

  it('keeps a fact whose forgetting was undone, and the keyboard where it was', async () => {
    await web.open();
    await forget('Prefers tea').focus();
    await web.page.keyboard.press('Enter');
    await undo('Prefers tea').waitFor();
    await web.page.keyboard.press('Enter');
    await item('Prefers tea').getByText('2 minutes ago').waitFor();
    expect(await web.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Forget: Prefers tea');

    await web.page.clock.fastForward(10_000);
    await web.page.reload();

    await item('Prefers tea').waitFor();
    expect(web.server.log.filter((line) => line.startsWith('DELETE'))).toEqual([]);
  });

  it('moves the focus to the title when the row that had it is gone', async () => {
    await web.open();
    await forget('Prefers tea').click();
    await web.page.clock.fastForward(6_500);
    await item('Prefers tea').waitFor({ state: 'detached' });
    expect(await web.page.evaluate(() => document.activeElement?.textContent)).toBe('What the assistant knows');
  });

  it('brings a fact back and says why when the server does not forget it, and lets it be tried again', async () => {
    web.server.failures.set('forget', 503);
    await web.open();
    await forget('Prefers tea').click();
    await web.page.clock.fastForward(6_500);
    await item('Prefers tea').getByText('Could not be forgotten. Try again.').waitFor();
    expect(web.server.facts).toContainEqual(TEA);

    web.server.failures.clear();
    await forget('Prefers tea').click();
    await web.page.clock.fastForward(6_500);

    await eventually(() => expect(web.server.facts).toEqual([CATS]));
  });

  it('finishes forgetting when the page is left before the time to undo is over', async () => {
    await web.open();
    await forget('Prefers tea').click();
    await undo('Prefers tea').waitFor();

    await web.page.goto('about:blank');

    await eventually(() => expect(web.server.facts).toEqual([CATS]));
  });

  it('says that the list could not be loaded, and loads it on request', async () => {
    web.server.failures.set('list', 503);
    await web.open();
    await web.panel.getByText('The stand-in answers 503.').waitFor();

    web.server.failures.clear();
    await web.panel.getByRole('button', { name: 'Try again' }).click();

    await item('Prefers tea').waitFor();
  });

  it('keeps the list on screen when a later reading fails, and says that it may be old', async () => {
    await web.openChat();
    await item('Prefers tea').waitFor();
    web.server.failures.set('list', 'hang-up');
    await web.play('chatkit.effect', { name: 'facts_changed', data: {} });
    await web.panel.getByText('Not up to date. The server cannot be reached right now.').waitFor();
    expect(await web.factTexts()).toEqual(['Prefers tea', 'Has two cats']);

    web.server.failures.clear();
    await web.panel.getByRole('button', { name: 'Try again' }).click();

    await web.panel.getByText('Not up to date').waitFor({ state: 'detached' });
  });
});
