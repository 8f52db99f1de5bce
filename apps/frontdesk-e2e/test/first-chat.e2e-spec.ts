import { describeInChromium, launchChromium, startStack, type Stack, type TestBrowser } from '@frontdesk/testing';
import { ChatPage } from './chat-page.js';

/** What a newcomer does, with every process real and the demo model for a model. */
describeInChromium('a first conversation in the browser', () => {
  let stack: Stack;
  let browser: TestBrowser;
  let chat: ChatPage;
  const violations: string[] = [];

  beforeAll(async () => {
    stack = await startStack({ envOf: { 'demo-model': { DEMO_MODEL_TOKENS_PER_SECOND: '400' } } });
    browser = await launchChromium({ context: { viewport: { width: 1280, height: 860 } } });
    const page = await browser.context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') {
        violations.push(`${message.text()} ${message.location().url}`);
      }
    });
    page.on('pageerror', (error) => violations.push(error.message));
    chat = new ChatPage(page);
    await chat.open(stack.gatewayUrl);
  });

  it('greets, and offers ways to begin', async () => {
    await chat.sees('How can we help?');
    await chat.chat.getByRole('button', { name: 'Check the weather' }).waitFor();
    expect(await chat.page.getByText(/demo model/i).count()).toBeGreaterThan(0);
  });

  it('answers what it is asked', async () => {
    await chat.say('What is ChatKit?');
    await chat.sees(/ChatKit (is|gives|brings)/);
    await chat.settles();
  });

  it('keeps a fact, shows it beside the chat, and says so', async () => {
    await chat.say('Please remember that I am allergic to peanuts');
    await chat.facts.filter({ hasText: /peanuts/i }).waitFor();
    await chat.settles();
    expect(await chat.facts.count()).toBe(1);
    await chat.sees(/peanuts/i);
  });

  it('switches the theme of the page before it answers', async () => {
    expect(await chat.scheme()).toBe('dark');
    await chat.say('Switch to the light theme');
    await chat.hasScheme('light');
    await chat.settles();
    await chat.say('Now make it dark again, please');
    await chat.hasScheme('dark');
    await chat.settles();
  });

  it('shows the weather as a card, and names sample data as such', async () => {
    await chat.say('What is the weather in Lisbon?');
    await chat.settles();
    await chat.sees(/Lisbon/);
    await chat.sees(/sample data/i);
  });

  it('shows everything again after a reload', async () => {
    const before = await chat.transcript();
    await chat.page.reload();
    await chat.sees(/sample data/i);
    await chat.facts.filter({ hasText: /peanuts/i }).waitFor();
    expect(await chat.transcript()).toBe(before);
  });

  it('knows in a new conversation what was said in another', async () => {
    await chat.chat.getByRole('button', { name: 'New chat' }).click();
    await chat.sees('How can we help?');
    await chat.say('What do you know about me?');
    await chat.settles();
    expect(await chat.transcript()).toMatch(/peanuts/i);
  });

  it('lists conversations by title, renames one and deletes one', async () => {
    await chat.openHistory();
    await chat.conversations.nth(1).waitFor();
    expect(await chat.conversations.count()).toBe(2);
    const names = await chat.conversations.evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
    expect(names).not.toContainEqual(expect.stringContaining('New chat'));
    await chat.chat.getByRole('button', { name: /^Rename/ }).first().click();
    await chat.chat.getByRole('textbox', { name: 'New name' }).fill('About me');
    await chat.chat.getByRole('textbox', { name: 'New name' }).press('Enter');
    await chat.chat.getByRole('button', { name: 'Rename “About me”' }).waitFor();
    await chat.chat.getByRole('button', { name: /^Delete/ }).last().click();
    await chat.chat.getByRole('button', { name: 'Undo' }).waitFor();
    await chat.chat.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
    await chat.page.reload();
    await chat.openHistory();
    await chat.chat.getByRole('button', { name: 'Rename “About me”' }).waitFor();
    expect(await chat.conversations.count()).toBe(1);
  });

  it('forgets a fact when told to, in the panel too', async () => {
    await chat.page.goto(stack.gatewayUrl);
    await chat.say('Forget that I am allergic to peanuts');
    await chat.settles();
    await chat.facts.filter({ hasText: /peanuts/i }).waitFor({ state: 'detached' });
  });

  it('asked nobody but its own server, and broke no rule of the content policy', () => {
    expect(browser.requests.length).toBeGreaterThan(10);
    expect(browser.foreignRequests(stack.gatewayUrl)).toEqual([]);
    expect(violations).toEqual([]);
  });
});
