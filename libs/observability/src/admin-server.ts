import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Registry } from 'prom-client';

/** A dependency is well when the promise resolves within the check's time. */
export type ReadinessCheck = () => Promise<void>;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** Asks every check, each within two seconds. Never throws; a failing check is `down`. */
export async function readinessOf(checks: Readonly<Record<string, ReadinessCheck>>): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await settlesInTime(check)] as const),
  );
  return {
    ready: results.every(([, up]) => up),
    checks: Object.fromEntries(results.map(([name, up]) => [name, up ? 'up' : 'down'])),
  };
}

async function settlesInTime(check: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), timeout]);
    return true;
  } catch {
    return false; // the reader learns which check is down; the dependency's own client logs why
  } finally {
    clearTimeout(timer);
  }
}

export interface AdminServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The side door of a process without public HTTP: `/healthz` (alive), `/readyz` (dependencies), `/metrics` (Prometheus).
 *
 * @param options.port 0 lets the system choose
 */
export async function startAdminServer(options: {
  port: number;
  host: string;
  registry: Registry;
  checks: Readonly<Record<string, ReadinessCheck>>;
}): Promise<AdminServer> {
  const server = createServer((request, response) => {
    answer(request.url ?? '/', options, response).catch((cause: unknown) => response.destroy(cause as Error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${options.host}:${port}`, close: () => closeServer(server) };
}

async function answer(
  url: string,
  options: { registry: Registry; checks: Readonly<Record<string, ReadinessCheck>> },
  response: ServerResponse,
): Promise<void> {
  if (url === '/metrics') {
    response.writeHead(200, { 'content-type': options.registry.contentType }).end(await options.registry.metrics());
  } else if (url === '/readyz') {
    const readiness = await readinessOf(options.checks);
    response.writeHead(readiness.ready ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(readiness));
  } else if (url === '/healthz') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  } else {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"code":"not_found","message":"Not found."}}');
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((cause) => (cause === undefined ? resolve() : reject(cause)));
    server.closeAllConnections();
  });
}
