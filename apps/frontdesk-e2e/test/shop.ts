import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDatabase } from '@frontdesk/database';
import { ApiKeyStore } from '@frontdesk/tenants';
import type { Stack } from '@frontdesk/testing';
import OpenAI from 'openai';

const html = (head: string, body: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<link rel="icon" href="data:,"><style>html,body,#app{height:100%;margin:0}.fill{display:block;height:100%}</style>
<script src="FRONTDESK/chatkit.js" async></script>${head}</head><body>${body}</body></html>`;

const SECRET = `async (current) => (await (await fetch('/session', { method: 'POST', body: JSON.stringify(current) })).json()).client_secret`;

const PLAIN = html(
  '',
  `<openai-chatkit id="chat" class="fill"></openai-chatkit><script type="module">
  await customElements.whenDefined('openai-chatkit');
  document.getElementById('chat').setOptions({ api: { getClientSecret: ${SECRET} } });
</script>`,
);

const REACT = html(
  `<script>window.initialOptions = { api: { getClientSecret: ${SECRET} } };</script>`,
  '<main id="app"></main><script src="/react-app.js"></script>',
);

/** A shop's own site, as docs/hosted-api.md has it: its backend makes sessions with the official SDK, its page loads our element. */
export class Shop {
  /** The secrets that the page had when it asked for another. */
  readonly asked: unknown[] = [];
  readonly sessions: string[] = [];
  private frontdesk = { url: '', key: '' };
  private readonly server: Server = createServer((request, response) => {
    this.answer(request, response).catch((cause: unknown) => response.writeHead(500).end(String(cause)));
  });

  /** @param app the script of a page that is made with the official React bindings; without it the page is plain */
  constructor(private readonly app?: Buffer) {}

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Becomes a customer of this Frontdesk, with a key of its own. */
  async become(stack: Stack): Promise<void> {
    const db = createDatabase(stack.databaseUrl, { poolSize: 1 });
    this.frontdesk = { url: stack.gatewayUrl, key: (await new ApiKeyStore(db).create('default', 'shop')).key };
    await db.$disconnect();
  }

  /** As its backend has it. */
  get client(): OpenAI {
    return new OpenAI({ baseURL: `${this.frontdesk.url}/v1`, apiKey: this.frontdesk.key });
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      this.asked.push(JSON.parse(await bodyOf(request)));
      const session = await this.client.beta.chatkit.sessions.create({ user: 'customer-1', workflow: { id: 'support-triage' } });
      this.sessions.push(session.id);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ client_secret: session.client_secret }));
    } else if (request.url === '/react-app.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(this.app);
    } else {
      const page = this.app === undefined ? PLAIN : REACT;
      response.writeHead(200, { 'content-type': 'text/html' }).end(page.replace('FRONTDESK', this.frontdesk.url));
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
