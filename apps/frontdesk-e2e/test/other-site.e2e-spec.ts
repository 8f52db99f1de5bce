import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDatabase } from '@frontdesk/database';
import { ApiKeyStore } from '@frontdesk/tenants';
import { describeInChromium, launchChromium, startStack, type Stack, type TestBrowser } from '@frontdesk/testing';
import OpenAI from 'openai';
import { ChatPage } from './chat-page.js';

/** A shop's own site, as docs/hosted-api.md has it: its backend makes sessions with the official SDK, its page loads our element. */
class Shop {
  frontdesk = { url: '', key: '' };
  private readonly server: Server = createServer((request, response) => {
    const { url, key } = this.frontdesk;
    if (request.method !== 'POST') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE.replace('FRONTDESK', url));
      return;
    }
    new OpenAI({ baseURL: `${url}/v1`, apiKey: key }).beta.chatkit.sessions.create({ user: 'customer-1', workflow: { id: 'support-triage' } }).then(
      (session) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ client_secret: session.client_secret })),
      (cause: unknown) => response.writeHead(500).end(String(cause)),
    );
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
<script src="FRONTDESK/chatkit.js" async></script></head>
<body style="height:100vh;margin:0"><openai-chatkit id="chat" style="display:block;height:100%"></openai-chatkit>
<script type="module">
  await customElements.whenDefined('openai-chatkit');
  const getClientSecret = async () => (await (await fetch('/session', { method: 'POST' })).json()).client_secret;
  document.getElementById('chat').setOptions({ api: { getClientSecret } });
</script></body></html>`;

describeInChromium('the chat on a page of another site', () => {
  const shop = new Shop();
  let stack: Stack;
  let browser: TestBrowser;
  let shopUrl: string;

  beforeAll(async () => {
    shopUrl = await shop.open();
    stack = await startStack({ env: { ALLOWED_ORIGINS: shopUrl }, envOf: { 'demo-model': { DEMO_MODEL_TOKENS_PER_SECOND: '200' } } });
    const db = createDatabase(stack.databaseUrl, { poolSize: 1 });
    shop.frontdesk = { url: stack.gatewayUrl, key: (await new ApiKeyStore(db).create('default', 'shop')).key };
    await db.$disconnect();
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
    stranger.frontdesk = shop.frontdesk;
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
