import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLACEHOLDER = fileURLToPath(new URL('./placeholder-element.js', import.meta.url));

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** At least as strict as the gateway's. A violation shows on the page's console. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface StoredFact {
  id: string;
  text: string;
  created_at: string;
}

/** What a route does instead of its work: answers with a status, or hangs up. */
export type Failure = number | 'hang-up';

type Route = 'session' | 'list' | 'forget' | 'info' | 'options' | 'element';

/** The few routes of the gateway that the page itself uses, over a real socket. */
export class StandInServer {
  facts: StoredFact[] = [];
  info = { name: 'Frontdesk', version: '0.1.0', model: 'frontdesk-demo', demo_model: true, element: 'bundled' };
  options: unknown = {
    attachments: { enabled: true, max_size: 1_000_000, max_count: 3, accept: ['*'] },
    dictation: { enabled: true },
    models: [
      { id: 'frontdesk-demo', default: true },
      { id: 'frontdesk-demo-quick', default: false },
    ],
    tools: null,
  };
  secretSeconds = 600;
  /** `METHOD /path` of every API request, in order. */
  readonly log: string[] = [];
  readonly failures = new Map<Route, Failure>();
  /** A route waits for its promise before it does anything. */
  readonly gates = new Map<Route, Promise<void>>();
  readonly #secrets = new Set<string>();
  readonly #root: string;
  readonly #element: string;
  readonly #answers = new Set<Promise<void>>();
  readonly #server = createServer((request, response) => {
    const answer = this.#serve(request, response)
      .catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      })
      .finally(() => this.#answers.delete(answer));
    this.#answers.add(answer);
  });

  constructor(root: string, element = PLACEHOLDER) {
    this.#root = root;
    this.#element = element;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.origin;
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Every secret handed out so far answers 401 from now on. */
  expireSecrets(): void {
    this.#secrets.clear();
  }

  /** Every request so far has been answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#answers);
  }

  count(entry: string): number {
    return this.log.filter((line) => line === entry).length;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    if (!path.startsWith('/api/')) {
      if (path === '/chatkit.js' && (await this.#fails('element', response))) {
        return;
      }
      await this.#file(path, response);
      return;
    }
    this.log.push(`${request.method ?? ''} ${path}`);
    if (path === '/api/chatkit/session') {
      await this.#session(response);
    } else if (path === '/api/info') {
      await this.#reply('info', this.info, response);
    } else if (path === '/api/chatkit/options') {
      await this.#reply('options', this.options, response);
    } else {
      await this.#factRoutes(request, path, response);
    }
  }

  async #session(response: ServerResponse): Promise<void> {
    if (await this.#fails('session', response)) {
      return;
    }
    const expiresAt = Math.floor(Date.now() / 1000) + this.secretSeconds;
    const secret = `ck_${String(expiresAt)}_${String(this.log.length).padStart(43, 'x')}`;
    this.#secrets.add(secret);
    json(response, 200, { client_secret: secret, expires_at: expiresAt });
  }

  async #reply(route: Route, body: unknown, response: ServerResponse): Promise<void> {
    if (!(await this.#fails(route, response))) {
      json(response, 200, body);
    }
  }

  async #factRoutes(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const secret = request.headers.authorization?.replace(/^Bearer /, '');
    if (secret === undefined || !this.#secrets.has(secret)) {
      refuse(response, 401);
      return;
    }
    if (request.method === 'GET') {
      // As a slow answer would: the list of when it was asked for.
      const data = [...this.facts];
      if (!(await this.#fails('list', response))) {
        json(response, 200, { data });
      }
      return;
    }
    if (await this.#fails('forget', response)) {
      return;
    }
    const id = decodeURIComponent(path.slice('/api/facts/'.length));
    const known = this.facts.some((fact) => fact.id === id);
    this.facts = this.facts.filter((fact) => fact.id !== id);
    if (known) {
      json(response, 200, {});
    } else {
      refuse(response, 404);
    }
  }

  async #fails(route: Route, response: ServerResponse): Promise<boolean> {
    await this.gates.get(route);
    const failure = this.failures.get(route);
    if (failure === undefined) {
      return false;
    }
    if (failure === 'hang-up') {
      response.destroy();
    } else {
      refuse(response, failure);
    }
    return true;
  }

  #fileOf(path: string): string {
    if (path === '/chatkit.js') {
      return this.#element;
    }
    const pages: Record<string, string> = { '/': '/index.html', '/gallery': '/gallery.html' };
    return path.startsWith('/chatkit-parts/') ? join(dirname(this.#element), path) : join(this.#root, pages[path] ?? path);
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    const file = this.#fileOf(normalize(path));
    const body = await readFile(file).catch(() => null);
    const headers = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
    if (body === null) {
      response.writeHead(404, headers).end();
    } else {
      response.writeHead(200, { ...headers, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body);
    }
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number): void {
  json(response, status, {
    error: { code: `status_${String(status)}`, message: `The stand-in answers ${String(status)}.`, type: 'error' },
  });
}
