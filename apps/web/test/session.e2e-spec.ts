import { describeInChromium, launchChromium } from '@frontdesk/testing';
import type { TestBrowser } from '@frontdesk/testing';

import { WebPage, buildWeb, eventually, secondsAgo } from './web-page.js';
import type { PlayableElement } from './web-page.js';

const SESSION = 'POST /api/chatkit/session';
const TEA = { id: 'fact_tea', text: 'Prefers tea', created_at: secondsAgo(125) };

describeInChromium('the session of the page', () => {
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
    web.server.facts = [TEA];
  });

  afterEach(async () => {
    await web.close();
  });

  const chatSecret = () => web.chat.evaluate((element) => (element as PlayableElement).secret);
  const askSecret = (current: string | null) =>
    web.chat.evaluate((element, existing) => (element as PlayableElement).askSecret(existing), current);
  const changeFacts = () => web.play('chatkit.effect', { name: 'facts_changed' });

  it('is one for the chat and the facts', async () => {
    await web.openChat();
    await web.panel.getByText('Prefers tea').waitFor();
    expect(web.server.count(SESSION)).toBe(1);
  });

  it('is renewed once when the server does not know it any more, whoever notices', async () => {
    await web.openChat();
    await web.panel.getByText('Prefers tea').waitFor();
    const old = await chatSecret();
    web.server.expireSecrets();
    web.server.facts = [{ ...TEA, id: 'fact_mint', text: 'Prefers mint tea' }];

    const [renewed] = await Promise.all([askSecret(old), changeFacts()]);

    await web.panel.getByText('Prefers mint tea').waitFor();
    expect(renewed).not.toBe(old);
    expect(web.server.count(SESSION)).toBe(2);
    expect(await askSecret(old)).toBe(renewed);
    expect(web.server.count(SESSION)).toBe(2);
  });

  it('is renewed by the facts alone, for reading and for forgetting', async () => {
    await web.openChat();
    await web.panel.getByText('Prefers tea').waitFor();
    web.server.expireSecrets();
    web.server.facts.push({ id: 'fact_cats', text: 'Has two cats', created_at: secondsAgo(0) });
    await changeFacts();
    await web.panel.getByText('Has two cats').waitFor();
    expect(web.server.count(SESSION)).toBe(2);

    web.server.expireSecrets();
    await web.panel.getByRole('button', { name: 'Forget: Has two cats' }).click();
    await web.page.clock.fastForward(6_500);

    await eventually(() => expect(web.server.facts).toEqual([TEA]));
    expect(web.server.count(SESSION)).toBe(3);
  });

  it('is renewed before it runs out', async () => {
    await web.openChat();
    await web.panel.getByText('Prefers tea').waitFor();
    await web.page.clock.fastForward('08:55');
    await changeFacts();
    await eventually(() => expect(web.server.count('GET /api/facts')).toBe(2));
    expect(web.server.count(SESSION)).toBe(1);

    await web.page.clock.fastForward('00:10');
    await changeFacts();

    await eventually(() => expect(web.server.count('GET /api/facts')).toBe(3));
    expect(web.server.count(SESSION)).toBe(2);
  });

  it('lasts as long as the server says, even if the clock of the computer is wrong', async () => {
    await web.page.clock.setSystemTime(Date.now() + 3 * 3_600_000);
    await web.openChat();
    await web.panel.getByText('Prefers tea').waitFor();
    await changeFacts();
    await eventually(() => expect(web.server.count('GET /api/facts')).toBe(2));
    expect(web.server.count(SESSION)).toBe(1);
  });

  it('is said to be missing when the server is away, and comes by itself when the server does', async () => {
    web.server.failures.set('session', 'hang-up');
    await web.open();
    await web.page.getByRole('heading', { name: 'The chat is not available' }).waitFor();
    await web.page.getByText('The server cannot be reached right now. This page keeps trying.').waitFor();
    web.server.failures.clear();

    await web.page.clock.fastForward(4_000);

    await web.chat.waitFor();
    await web.panel.getByText('Prefers tea').waitFor();
    await web.page.getByText('demo model').waitFor();
  });

  it('can be asked for again by hand', async () => {
    web.server.failures.set('session', 503);
    await web.open();
    await web.page.getByRole('main').getByRole('button', { name: 'Try again' }).waitFor();
    web.server.failures.clear();
    await web.page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
    await web.chat.waitFor();
  });

  it('is not asked for again and again when the server refuses it', async () => {
    web.server.failures.set('session', 403);
    await web.open();
    await web.page.getByRole('main').getByText('The stand-in answers 403.').waitFor();
    const asked = web.server.count(SESSION);
    await web.page.clock.fastForward('02:00');
    await web.page.getByRole('main').getByText('The stand-in answers 403.').waitFor();
    expect(web.server.count(SESSION)).toBe(asked);
  });

  it('shows above the chat that it was lost, while the chat stays', async () => {
    await web.openChat();
    await web.panel.getByText('Prefers tea').waitFor();
    web.server.expireSecrets();
    web.server.failures.set('session', 503);

    expect(await askSecret(await chatSecret())).toBeNull();

    const notice = web.page.getByRole('main').getByRole('status').getByText('The server cannot be reached right now.');
    await notice.waitFor();
    await web.chat.waitFor();
    web.server.failures.clear();
    await web.page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
    await notice.waitFor({ state: 'detached' });
  });
});
