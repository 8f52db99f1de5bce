import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChatDouble } from './fixture/chat-double.js';

/** Files by path, such as `/chatkit.js`. */
export type Assets = Readonly<Record<string, { type: string; body: string | Buffer }>>;

export interface FixtureServer {
  origin: string;
  chat: ChatDouble;
  /** What the browser reported against the page's policy. */
  violations: string[];
  /** Authorization headers of the hosted endpoint, in order. */
  secrets: string[];
  /** The hosted endpoint answers 401 to this secret. */
  refused: Set<string>;
  close(): Promise<void>;
}

/** As strict as it gets: nothing inline, nothing foreign, nothing evaluated. */
const POLICY = "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; report-uri /csp-report";

const html = (head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Fixture</title><link rel="icon" href="/favicon.ico"><link rel="stylesheet" href="/page.css">${head}</head><body><header><h1>Fixture</h1></header>${body}</body></html>`;

const PAGES: Assets = {
  '/plain.html': {
    type: 'text/html',
    body: html('<script src="/chatkit.js" async></script>', '<main><openai-chatkit id="chat"></openai-chatkit></main>'),
  },
  '/late.html': { type: 'text/html', body: html('', '<main><openai-chatkit id="chat"></openai-chatkit></main>') },
  '/react.html': {
    type: 'text/html',
    body: html('<script src="/chatkit.js"></script>', '<main id="app"></main><script src="/react-app.js"></script>'),
  },
  '/react-late.html': { type: 'text/html', body: html('', '<main id="app"></main><script src="/react-app.js"></script>') },
  '/page.css': {
    type: 'text/css',
    body: 'html,body,main{height:100%;margin:0}h1{position:absolute;opacity:0;margin:0;pointer-events:none}.fill{height:100%}.half{height:50%}',
  },
  '/picture.svg': {
    type: 'image/svg+xml',
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"><rect width="512" height="512" fill="#2f6f8f"/><circle cx="256" cy="300" r="120" fill="#f2c14e"/></svg>',
  },
  '/favicon.ico': { type: 'image/x-icon', body: '' },
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** A page under a strict policy with the chat in it, and a double of the server's wire behind it. */
export const startFixtureServer = async (assets: Assets): Promise<FixtureServer> => {
  const chat = new ChatDouble();
  const violations: string[] = [];
  const secrets: string[] = [];
  const refused = new Set<string>();
  const files = { ...PAGES, ...assets };

  const onPost = async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (path === '/csp-report') {
      violations.push(body);
      response.writeHead(204).end();
      return;
    }
    const secret = request.headers.authorization;
    if (secret !== undefined) {
      secrets.push(secret);
    }
    if (secret !== undefined && refused.has(secret.replace('Bearer ', ''))) {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"code":"unauthorized","message":"Expired."}}');
      return;
    }
    await chat.handle(request, response, body);
  };

  const onRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://fixture').pathname;
    if (path === '/files' || path.startsWith('/uploads/')) {
      return chat.files.receive(path, request, response);
    }
    if (request.method === 'POST') {
      return onPost(path, request, response);
    }
    const file = files[path];
    if (file === undefined) {
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { 'content-type': file.type, 'content-security-policy': POLICY }).end(file.body);
    }
  };

  const server: Server = createServer((request, response) => {
    onRequest(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, chat, violations, secrets, refused, close };
};
