import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { modelFetch } from './model.fetch.js';

const GAP_MS = 60;
let server: Server;
let answer: RequestListener;
let url = '';

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/responses`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const send = (init: RequestInit = {}): Promise<Response> => modelFetch(() => GAP_MS)(url, { method: 'POST', body: '{}', ...init });
const delta = (text: string): string => `data: {"type":"response.output_text.delta","item_id":"m","delta":${JSON.stringify(text)}}\n\n`;
const STREAM = { 'content-type': 'text/event-stream; charset=utf-8' };

/** Pieces of the body as they can be read. */
async function pieces(response: Response, onPiece = (): void => undefined): Promise<string[]> {
  const seen: string[] = [];
  const decoder = new TextDecoder();
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    seen.push(decoder.decode(piece));
    onPiece();
  }
  return seen;
}

it('sends what it is given, and brings status, headers and body back', async () => {
  answer = (request, response) => response.writeHead(418, { 'x-request-id': 'r1' }).end(`${request.method} ${request.headers['authorization']}`);
  const response = await send({ headers: { authorization: 'Bearer k' } });
  expect([response.status, response.headers.get('x-request-id'), await response.text()]).toEqual([418, 'r1', 'POST Bearer k']);
});

it.each([
  ['3', null],
  ['30', 'false'],
  ['Wed, 21 Oct 2099 07:28:00 GMT', 'false'],
])('a pause of %s: x-should-retry is %s', async (pause, retried) => {
  answer = (_, response) => response.writeHead(429, { 'retry-after': pause }).end();
  expect((await send()).headers.get('x-should-retry')).toBe(retried);
});

it('gives the first text at once and later text joined', async () => {
  const words = Array.from({ length: 20 }, (_, index) => ` ${index}`);
  let goOn = (): void => undefined;
  answer = (_, response) => {
    response.writeHead(200, STREAM).write(delta('one'));
    goOn = () => {
      const rest = [...words];
      const timer = setInterval(() => {
        const word = rest.shift();
        if (word === undefined) {
          clearInterval(timer);
          response.end('data: {"type":"response.completed"}\n\n');
        } else {
          response.write(delta(word));
        }
      }, 5);
    };
  };
  const begun = performance.now();
  const seen = await pieces(await send(), () => {
    goOn();
    goOn = () => undefined;
  });
  const gaps = (performance.now() - begun) / GAP_MS;
  expect(seen[0]).toBe(delta('one'));
  expect(seen.length).toBeLessThanOrEqual(Math.ceil(gaps) + 2); // the first, at most one a gap, and the end: of 22 in 100 ms on a quiet machine
  expect([...seen.join('').matchAll(/"delta":"([^"]*)"/g)].map(([, text]) => text).join('')).toBe(`one${words.join('')}`);
  expect(seen.at(-1)).toContain('response.completed');
});

it('shows what came whole before the connection broke, then says so', async () => {
  answer = (_, response) => {
    response.writeHead(200, STREAM).write(delta('whole') + delta(' too') + 'data: {"half');
    setTimeout(() => response.destroy(), 20);
  };
  const seen: string[] = [];
  const reading = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const piece of (await send()).body as unknown as AsyncIterable<Uint8Array>) {
      seen.push(decoder.decode(piece));
    }
  };
  await expect(reading()).rejects.toThrow();
  expect(seen.join('')).toBe(delta('whole too'));
});

it('lets go of the connection when it is told to stop', async () => {
  const gone = new Promise<void>((resolve) => {
    answer = (request, response) => {
      request.socket.once('close', resolve);
      response.writeHead(200, STREAM).write(delta('a'));
    };
  });
  const stop = new AbortController();
  const response = await send({ signal: stop.signal });
  stop.abort();
  await expect(pieces(response)).rejects.toThrow();
  await gone;
});

it('lets go of the connection when nobody reads any more', async () => {
  const gone = new Promise<void>((resolve) => {
    answer = (request, response) => {
      request.socket.once('close', resolve);
      response.writeHead(200, STREAM).write(delta('a'));
    };
  });
  await (await send()).body?.cancel();
  await gone;
});

it('makes a quick server wait for a slow reader, and loses nothing', async () => {
  const text = 'ü'.repeat(1_000);
  answer = (_, response) => {
    response.writeHead(200, STREAM);
    for (let count = 0; count < 4_000; count += 1) {
      response.write(delta(text));
    }
    response.end();
  };
  const response = await send();
  await new Promise((resolve) => setTimeout(resolve, 100)); // the reader is slow: nothing is read in this time
  const all = (await pieces(response)).join('');
  expect([...all.matchAll(/ü/g)]).toHaveLength(4_000_000);
});
