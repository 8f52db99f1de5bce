import { describeInChromium, launchChromium, startStack, type Stack, type TestBrowser } from '@frontdesk/testing';
import { ChatPage } from './chat-page.js';
import { Shop } from './shop.js';

describeInChromium('the chat on a page of another site', () => {
  const shop = new Shop();
  let stack: Stack;
  let browser: TestBrowser;
  let shopUrl: string;

  beforeAll(async () => {
    shopUrl = await shop.open();
    stack = await startStack({ env: { ALLOWED_ORIGINS: shopUrl }, envOf: { 'demo-model': { DEMO_MODEL_TOKENS_PER_SECOND: '200' } } });
    await shop.become(stack);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
    shop.close();
  });

  it('answers with the agent that the backend named, and survives a reload', async () => {
    const chat = new ChatPage(await browser.context.newPage());
    await chat.open(shopUrl);
    await chat.say('The page stays blank');
    await chat.sees(/I have opened a case/);
    await chat.sees('technical');
    await chat.page.reload();
    await chat.composer.waitFor();
    await chat.openHistory();
    await chat.sees('The page stays blank');
    expect(browser.foreignRequests(shopUrl, stack.gatewayUrl)).toEqual([]);
  });

  it('is not there for a site that is not on the list', async () => {
    const stranger = new Shop();
    const strangerUrl = await stranger.open();
    await stranger.become(stack);
    try {
      const chat = new ChatPage(await browser.context.newPage());
      const refused = chat.page.waitForEvent('console', (message) => message.text().includes(`from origin '${strangerUrl}' has been blocked by CORS policy`));
      await chat.open(strangerUrl);
      await chat.say('Is anybody there?');
      await refused;
    } finally {
      stranger.close();
    }
  });
});
