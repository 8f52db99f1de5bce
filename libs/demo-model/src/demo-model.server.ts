import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, type Exchange } from './http/answer.handler.js';
import { ApiError, sendJson } from './http/api-error.js';
import type { FaultControl } from './http/fault.js';
import { readBody } from './http/request-body.js';
import { RequestLog, type RequestCounts, type RequestRecord } from './http/request-log.js';
import { DEMO_MODEL_IDS } from './models.js';
import { identifier } from './wire/identifier.js';

/** Longer than clients keep idle connections, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000;
const DEFAULT_KEPT_REQUESTS = 1_000;
const TRANSCRIPT = "This is Frontdesk's demo model: it cannot hear, so this sentence stands in for what you said.";

export interface DemoModelOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** A token is a word or a piece of about four characters. 0, the default, means no delay. */
  readonly tokensPerSecond?: number;
  /** For tests: makes chosen requests go wrong. */
  readonly fault?: FaultControl;
  /** For benchmarks: what is written in place of each token of a message, such as the time. */
  readonly asWritten?: (token: string) => string;
  /** How many of the newest requests `requests()` shows. */
  readonly keepRequests?: number;
  /** Told of errors that are defects of this server. */
  readonly onError?: (error: unknown, requestId: string) => void;
}

export interface DemoModel {
  /** For OPENAI_BASE_URL; ends in `/v1`. */
  readonly url: string;
  readonly port: number;
  /** The newest requests for answers, oldest first. */
  requests(): readonly RequestRecord[];
  counts(): RequestCounts;
  /** Stops listening and closes all connections, also those of running answers. */
  close(): Promise<void>;
}

/**
 * Starts the demo model in this process.
 * @throws when the port is taken or the host is not one of this machine's
 */
export async function startDemoModel(options: DemoModelOptions = {}): Promise<DemoModel> {
  const { port = 0, host = '127.0.0.1', tokensPerSecond = 0, fault, asWritten, keepRequests = DEFAULT_KEPT_REQUESTS, onError } = options;
  const log = new RequestLog(keepRequests);
  const server = createServer((request, response) => {
    const id = identifier('req');
    response.setHeader('x-request-id', id);
    const exchange = { request, response, log, id, settings: { tokensPerSecond, fault, asWritten } };
    handle(exchange).catch((error: unknown) => fail(error, response, (cause) => onError?.(cause, id)));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listening(server, port, host);
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/v1`,
    port: bound,
    requests: () => log.list(),
    counts: () => log.counts(),
    close: () => closed(server),
  };
}

const health = ({ response, log }: Exchange): void => sendJson(response, 200, { status: 'ok', ...log.counts() });

const ROUTES: ReadonlyMap<string, (exchange: Exchange) => Promise<void> | void> = new Map([
  ['POST /v1/responses', (exchange) => answer('responses', exchange)],
  ['POST /v1/chat/completions', (exchange) => answer('chat_completions', exchange)],
  ['POST /v1/audio/transcriptions', (exchange) => transcribe(exchange)],
  ['GET /v1/models', ({ response }) => sendJson(response, 200, { object: 'list', data: DEMO_MODEL_IDS.map(modelOf) })],
  ...DEMO_MODEL_IDS.map((id) => [`GET /v1/models/${id}`, ({ response }: Exchange) => sendJson(response, 200, modelOf(id))] as const),
  ['GET /healthz', health],
  ['GET /readyz', health],
]);

async function handle(exchange: Exchange): Promise<void> {
  const { method = 'GET', url = '/' } = exchange.request;
  const endpoint = `${method} ${url.replace(/\/*(?:\?.*)?$/, '')}`;
  const route = ROUTES.get(endpoint);
  if (route === undefined) {
    throw new ApiError(404, `The demo model does not know ${endpoint}.`, { code: 'unknown_url' });
  }
  await route(exchange);
}

async function transcribe({ request, response }: Exchange): Promise<void> {
  await readBody(request);
  sendJson(response, 200, { text: TRANSCRIPT });
}

const modelOf = (id: string) => ({ id, object: 'model', created: 1_760_000_000, owned_by: 'frontdesk' });

function fail(error: unknown, response: ServerResponse, report: (error: unknown) => void): void {
  if (response.destroyed) {
    // The client left while its body was read: nobody to tell, and no defect.
    return;
  }
  if (!(error instanceof ApiError)) {
    report(error);
  }
  if (response.headersSent) {
    // Nothing honest can follow half an answer.
    response.destroy();
    return;
  }
  response.shouldKeepAlive = false;
  (error instanceof ApiError ? error : new ApiError(500, 'The demo model failed.')).send(response);
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
