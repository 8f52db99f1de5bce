import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describeInChromium, launchChromium, startStack, type Stack, type TestBrowser } from '@frontdesk/testing';
import { ChatPage } from './chat-page.js';

const CDN_SCRIPT = 'https://cdn.platform.openai.com/deployments/chatkit/chatkit.js';
const SAMPLE = fileURLToPath(new URL('../../web/public/samples/returns.md', import.meta.url));

/**
 * The page in the mode that loads OpenAI's element. What the CDN would give cannot be had here: in its place comes our own
 * element, which takes the same options. So this shows what the page does for an element of a foreign origin, not what OpenAI's does.
 */
describeInChromium("the page with the CDN's element", () => {
  let stack: Stack;
  let browser: TestBrowser;
  let chat: ChatPage;
  const complaints: string[] = [];

  beforeAll(async () => {
    stack = await startStack({ envOf: { 'demo-model': { DEMO_MODEL_TOKENS_PER_SECOND: '150' }, gateway: { CHATKIT_ELEMENT: 'cdn', CHATKIT_DOMAIN_KEY: 'domain_pk_test' } } });
    browser = await launchChromium({ context: { viewport: { width: 1180, height: 860 } } });
    const element = await readFile(new URL('../../../libs/chatkit-element/dist/chatkit.js', import.meta.url), 'utf8');
    await browser.context.route(/^https:/, (route) =>
      route.request().url() === CDN_SCRIPT ? route.fulfill({ contentType: 'text/javascript', body: element }) : route.abort(),
    );
    chat = new ChatPage(await browser.context.newPage());
    chat.page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    // Before the element reads its options: what it is told of its server.
    await chat.page.addInitScript(() => {
      const define = customElements.define.bind(customElements);
      customElements.define = (name, constructor, options) => {
        const { setOptions } = constructor.prototype as { setOptions: (this: HTMLElement, given: { api: Record<string, unknown> }) => void };
        Object.assign(constructor.prototype, {
          setOptions(this: HTMLElement, given: { api: Record<string, unknown> }) {
            this.dataset['api'] = JSON.stringify(given.api);
            setOptions.call(this, given);
          },
        });
        define(name, constructor, options);
      };
    });
    await chat.open(stack.gatewayUrl);
  });

  it('says whose element it is, and gives it our server with the key of the domain', async () => {
    await chat.page.getByText("OpenAI's chat element (CDN)").waitFor();
    expect(JSON.parse((await chat.chat.getAttribute('data-api')) ?? '')).toEqual({
      url: '/chatkit',
      domainKey: 'domain_pk_test',
      uploadStrategy: { type: 'two_phase' },
    });
  });

  it('answers, takes files and stops through the fetch that the page gives to the element', async () => {
    await chat.pickFiles(SAMPLE);
    await chat.sayWithFiles('What is this?');
    await chat.sees('How we handle returns');
    await chat.settles();
    await chat.say('Count to 5000');
    await chat.sees(/\b20\b/);
    await chat.stop();
    await chat.settles();
  });

  it('loads from the CDN alone, and nothing of ours breaks its rules', () => {
    const asked = new Set(browser.foreignRequests(stack.gatewayUrl).filter((url) => !/\/chatkit-parts\//.test(url)));
    expect(asked).toEqual(new Set([CDN_SCRIPT]));
    expect(complaints).toEqual([]);
  });
});
