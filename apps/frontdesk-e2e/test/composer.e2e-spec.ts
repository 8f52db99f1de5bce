import { createDatabase } from '@frontdesk/database';
import { axeViolations, describeInChromium, launchChromium, startStack, type Stack, type TestBrowser } from '@frontdesk/testing';
import { ChatPage } from './chat-page.js';

/** What helps people to write, and what they can do with an answer, with every process real. */
describeInChromium('the composer and the answers', () => {
  let stack: Stack;
  let browser: TestBrowser;
  let chat: ChatPage;
  const complaints: string[] = [];

  beforeAll(async () => {
    stack = await startStack({ envOf: { 'demo-model': { DEMO_MODEL_TOKENS_PER_SECOND: '150' } } });
    browser = await launchChromium({ context: { viewport: { width: 1180, height: 860 } } });
    chat = new ChatPage(await browser.context.newPage());
    chat.page.on('console', (message) => message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`));
    chat.page.on('pageerror', (error) => complaints.push(error.message));
    await chat.open(stack.gatewayUrl);
  });

  it('writes down what the microphone hears', async () => {
    await chat.button('Dictate').click();
    await chat.sees('Listening…');
    await chat.button('Finish dictation').click();
    await chat.page.waitForFunction((field) => (field as HTMLTextAreaElement).value.includes('it cannot hear'), await chat.composer.elementHandle());
    await chat.composer.fill('');
  });

  it('mentions a fact, whose card and place in the panel are a pointer away', async () => {
    await chat.say('Remember that I am allergic to peanuts');
    await chat.facts.filter({ hasText: /peanuts/i }).waitFor();
    await chat.settles();
    await chat.suggest('What do you know of @pea', /peanuts/i);
    await chat.composer.press('Enter');
    await chat.settles();
    const tag = chat.chat.getByRole('group', { name: 'Messages' }).getByRole('button', { name: /peanuts/i });
    await tag.hover();
    await chat.sees(/^Known since/);
    await tag.click();
    await chat.page.locator('aside li:focus').filter({ hasText: /peanuts/i }).waitFor();
  });

  it('says that a mentioned fact is gone', async () => {
    await chat.say('Forget that I am allergic to peanuts');
    await chat.facts.filter({ hasText: /peanuts/i }).waitFor({ state: 'detached' });
    await chat.settles();
    await chat.chat.getByRole('group', { name: 'Messages' }).getByRole('button', { name: /peanuts/i }).click();
    await chat.page.getByRole('status').getByText('does not know this any more').waitFor();
  });

  it('does what a command says: theme, a message to go on from, a new chat, the history', async () => {
    await chat.suggest('/theme', /light theme/);
    await chat.hasScheme('light');
    await chat.suggest('/rem', 'Remember something');
    expect(await chat.composer.inputValue()).toBe('Remember that ');
    await chat.composer.fill('');
    await chat.suggest('/new', 'New chat');
    await chat.sees('How can we help?');
    await chat.suggest('/hist', 'Chat history');
    await chat.conversations.first().waitFor();
    await chat.button('Back to chat').click();
    expect(await chat.composer.inputValue()).toBe('');
  });

  it('has a tool called that was chosen by hand, and a model that was', async () => {
    await chat.page.goto(stack.gatewayUrl);
    await chat.button('Add files and tools').click();
    await chat.chat.getByRole('menuitemradio', { name: 'Look up the weather' }).click();
    await chat.button('Model: Demo').click();
    await chat.chat.getByRole('menuitemradio', { name: /Quick/ }).click();
    await chat.say('Lima');
    await chat.sees(/In Lima it is/);
    await chat.settles();
    expect(await chat.transcript()).not.toMatch(/Thought for|beyond me/);
    expect(await chat.button('Remove tool Look up the weather').count()).toBe(0);
  });

  it('tries an answer again in place of the first, and hands a verdict to the server', async () => {
    await chat.button('Answer again').click();
    await chat.settles();
    const answers = (await chat.transcript()).match(/In Lima it is/g);
    expect(answers).toHaveLength(1);
    await chat.chat.getByRole('button', { name: 'Good answer' }).last().click();
    await chat.chat.getByRole('button', { name: 'Good answer', pressed: true }).waitFor();
    const db = createDatabase(stack.databaseUrl);
    try {
      const verdicts = await db.feedback.findMany();
      expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(new Set(['positive']));
    } finally {
      await db.$disconnect();
    }
  });

  it('brings a deleted conversation back', async () => {
    await chat.openHistory();
    await chat.conversations.nth(1).waitFor();
    await chat.chat.getByRole('button', { name: /^Delete/ }).first().click();
    await chat.button('Undo').click();
    await chat.conversations.nth(1).waitFor();
    await chat.page.reload();
    await chat.openHistory();
    await chat.conversations.nth(1).waitFor();
    expect(await chat.conversations.count()).toBe(2);
    await chat.button('Back to chat').click();
  });

  it('stops an answer', async () => {
    await chat.say('Count to 5000');
    await chat.sees(/\b20\b/);
    await chat.stop();
    await chat.settles();
    expect(await chat.transcript()).not.toMatch(/\b4999\b/);
  });

  it.each(['light', 'dark'])('has nothing to mend for axe in the %s theme, page and chat together', async (theme) => {
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    await chat.open(stack.gatewayUrl);
    if ((await chat.scheme()) !== theme) {
      await chat.suggest('/theme', /theme$/);
    }
    await chat.hasScheme(theme as 'light' | 'dark');
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.button('Add files and tools').click();
    await chat.chat.getByRole('menuitem', { name: 'Add files' }).waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.page.keyboard.press('Escape');
    await chat.suggest('/sample', 'Attach a sample file');
    await chat.chat.getByRole('option', { name: /A picture/ }).waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.chat.getByRole('option', { name: /A picture/ }).click();
    await chat.button('Remove desk-bell.png').waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.button('Remove desk-bell.png').click();
  });

  it('asked nobody but its own server, and broke no rule of the content policy', () => {
    expect(browser.foreignRequests(stack.gatewayUrl)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
