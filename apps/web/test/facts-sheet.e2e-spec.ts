import { describeInChromium, launchChromium } from '@frontdesk/testing';
import type { TestBrowser } from '@frontdesk/testing';

import { PHONE, WebPage, buildWeb, eventually, secondsAgo } from './web-page.js';

const TEA = { id: 'fact_tea', text: 'Prefers tea', created_at: secondsAgo(125) };

describeInChromium('the facts on a phone', () => {
  let root: string;
  let browser: TestBrowser;
  let web: WebPage;

  beforeAll(async () => {
    root = await buildWeb();
    browser = await launchChromium({ context: PHONE });
  });

  beforeEach(async () => {
    web = await WebPage.start(root, browser);
    web.server.facts = [TEA];
    await web.openChat();
  });

  afterEach(async () => {
    await web.close();
  });

  const opener = () => web.page.getByRole('button', { name: /^What the assistant knows/ });
  const sheet = () => web.page.getByRole('dialog', { name: 'What the assistant knows' });

  it('are a sheet behind a button that says how many there are', async () => {
    await web.page.getByRole('button', { name: 'What the assistant knows, 1 fact' }).waitFor();
    expect(await sheet().count()).toBe(0);
    expect(await web.panel.count()).toBe(0);

    await opener().click();

    await sheet().getByText('Prefers tea').waitFor();
  });

  it('keep the focus inside the sheet while it is open, and give it back after Escape', async () => {
    await opener().click();
    await sheet().waitFor();
    const seen = new Set<string | null>();
    for (let step = 0; step < 8; step += 1) {
      await web.page.keyboard.press('Tab');
      seen.add(
        await web.page.evaluate(() => {
          const active = document.activeElement;
          return active?.closest('dialog') ? active.getAttribute('aria-label') : `outside: ${String(active?.tagName)}`;
        }),
      );
    }
    expect(seen).toEqual(new Set(['Close', 'Forget: Prefers tea']));

    await web.page.keyboard.press('Escape');

    await sheet().waitFor({ state: 'hidden' });
    await eventually(async () =>
      expect(await web.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('What the assistant knows, 1 fact'),
    );
  });

  it('close with a tap beside the sheet', async () => {
    await opener().click();
    await sheet().waitFor();
    await web.page.touchscreen.tap(200, 100);
    await sheet().waitFor({ state: 'hidden' });
  });

  it('count and mark a new fact while the sheet is closed, and show it as new when it opens', async () => {
    web.server.facts.push({ id: 'fact_cello', text: 'Plays the cello', created_at: secondsAgo(0) });
    await web.callClientTool('record_fact', { fact_id: 'fact_cello', fact_text: 'Plays the cello' });
    await web.page.getByRole('button', { name: 'What the assistant knows, 2 facts, new' }).click();
    expect(await sheet().getByRole('listitem').filter({ hasText: 'Plays the cello' }).getAttribute('data-new')).toBe('true');
  });

  it('become the panel beside the chat when the window grows', async () => {
    await opener().click();
    await sheet().waitFor();
    await web.page.setViewportSize({ width: 1200, height: 800 });
    await web.panel.getByText('Prefers tea').waitFor();
    expect(await sheet().count()).toBe(0);

    await web.page.setViewportSize(PHONE.viewport);

    await opener().waitFor();
    expect(await sheet().count()).toBe(0);
  });
});
