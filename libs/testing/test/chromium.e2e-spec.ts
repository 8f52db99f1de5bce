import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeInChromium, launchChromium } from '../src/index.js';

const servePage = async (html: string): Promise<{ server: Server; origin: string }> => {
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

describeInChromium('the test browser', () => {
  it('tells a page that stays at home from one that asks others, sockets included', async () => {
    const { server, origin } = await servePage('<h1>here</h1><script>fetch("/own")</script>');
    const browser = await launchChromium();
    try {
      const page = await browser.context.newPage();
      await page.goto(origin, { waitUntil: 'networkidle' });
      expect(await page.textContent('h1')).toBe('here');
      expect(browser.requests).toContain(`${origin}/own`);
      expect(browser.foreignRequests(origin)).toEqual([]);

      await page.setContent('<img src="http://cdn.invalid/a.png"><script>new WebSocket("ws://socket.invalid/")</script>');
      await page.waitForLoadState('networkidle');
      expect(browser.foreignRequests(origin)).toEqual(expect.arrayContaining(['http://cdn.invalid/a.png', 'ws://socket.invalid/']));
    } finally {
      await browser.close();
      server.close();
    }
  });

  it('gives each test a profile of its own: nothing is remembered from another', async () => {
    const { server, origin } = await servePage('<p>x</p>');
    try {
      const first = await launchChromium();
      const page = await first.context.newPage();
      await page.goto(origin);
      await page.evaluate(`localStorage.setItem('who', 'first')`);
      const second = await launchChromium();
      const other = await second.context.newPage();
      await other.goto(origin);
      expect(await other.evaluate(`localStorage.getItem('who')`)).toBeNull();
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
