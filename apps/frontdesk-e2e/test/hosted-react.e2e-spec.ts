import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeInChromium, startChromium, startStack, type Stack, type TestChromium } from '@frontdesk/testing';
import { ChatPage } from './chat-page.js';
import { Shop } from './shop.js';

const ELEMENT = fileURLToPath(new URL('../../../libs/chatkit-element', import.meta.url));
const VITE = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url));

/** The element's own test page with the official bindings, as an app would ship it. */
async function reactApp(mode: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-shop-'));
  try {
    const args = ['build', '--config', 'test/pages/vite.config.ts', '--mode', mode, '--outDir', folder, '--logLevel', 'error'];
    await promisify(execFile)(process.execPath, [VITE, ...args], { cwd: ELEMENT });
    return await readFile(join(folder, 'react-app.js'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describeInChromium('hosted sessions of the official SDK under the official bindings', () => {
  describe.each(['react-18', 'react-19'])('%s', (mode) => {
    let shop: Shop;
    let shopUrl: string;
    let stack: Stack;
    let chromium: TestChromium;

    beforeAll(async () => {
      shop = new Shop(await reactApp(mode));
      shopUrl = await shop.open();
      [stack, chromium] = await Promise.all([startStack({ env: { ALLOWED_ORIGINS: shopUrl } }), startChromium()]);
      await shop.become(stack);
    });
    afterAll(async () => {
      await chromium.close();
      await stack.stop();
      shop.close();
    });

    it('a session that the backend ends is replaced by another, and the conversation goes on', async () => {
      const browser = await chromium.open();
      const chat = new ChatPage(await browser.context.newPage());
      await chat.open(shopUrl);
      await chat.say('The page stays blank');
      await chat.sees(/I have opened a case/);
      await chat.settles();
      await shop.client.beta.chatkit.sessions.cancel(shop.sessions[0] ?? '');
      await chat.say('What is ChatKit?');
      await chat.sees(/ChatKit (is|gives|brings)/);
      await chat.settles();
      expect(await chat.chat.getByRole('alert').count()).toBe(0);
      expect(shop.asked).toEqual([null, expect.stringMatching(/^ck_/)]);

      const { data: threads } = await shop.client.beta.chatkit.threads.list({ user: 'customer-1' });
      expect(threads).toHaveLength(1);
      const items = await shop.client.beta.chatkit.threads.listItems(threads[0]?.id ?? '', { order: 'asc' });
      const said = items.data.flatMap((item) => (item.type === 'chatkit.user_message' ? item.content.map(({ text }) => text) : []));
      expect(said).toEqual(['The page stays blank', 'What is ChatKit?']);
      expect(items.data.at(-1)?.type).toBe('chatkit.assistant_message');
      expect(browser.foreignRequests(shopUrl, stack.gatewayUrl)).toEqual([]);
    });
  });
});
