import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TUNABLES } from '@frontdesk/contracts';
import { createRegistry, type Logger } from '@frontdesk/observability';
import { Intake } from './edge/intake.js';
import { createGatewayApp } from './gateway.app.js';
import type { GatewayConfig } from './gateway.config.js';
import { openStores } from './stores/gateway-stores.js';
import { StartupError } from './stores/startup.error.js';
import { OpenStreams } from './streaming/open-streams.js';

/** How long streams may end by themselves after the order to stop. Clients that resume elsewhere are not kept waiting. */
const DRAIN_BOUNDS = { resumableMs: 3_000, othersMs: TUNABLES.drainMs };

export interface RunningGateway {
  readonly url: string;
  /** Stops intake, lets streams and other requests end within bounds, then closes the stores. */
  stop(bounds?: { readonly resumableMs: number; readonly othersMs: number }): Promise<void>;
}

/**
 * @param storesBoundMs how long stores that start at the same time are waited for; 10 s by default
 * @throws StartupError with one sentence that says what to do
 */
export async function startGateway(config: GatewayConfig, logger: Logger, storesBoundMs?: number): Promise<RunningGateway> {
  const stores = await openStores(config.stores, logger, storesBoundMs);
  try {
    const app = await createGatewayApp({ config, logger, registry: createRegistry('frontdesk-gateway'), stores });
    const url = await listen(app, config.listen);
    logger.info({ url }, 'listening');
    return {
      url,
      stop: async (bounds = DRAIN_BOUNDS) => {
        const intake = app.get(Intake);
        intake.close();
        const server = app.getHttpServer();
        server.close();
        await Promise.all([app.get(OpenStreams).drain(bounds), intake.idle(bounds.othersMs)]);
        server.closeAllConnections();
        await app.close();
        await stores.close();
      },
    };
  } catch (cause) {
    await stores.close();
    throw cause;
  }
}

async function listen(app: NestFastifyApplication, { port, host }: GatewayConfig['listen']): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (cause) {
    throw new StartupError(`The gateway cannot listen on ${host}:${port} (${codeOf(cause)}): free that port, or set PORT and HOST.`, { cause });
  }
  const address = app.getHttpServer().address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

const codeOf = (cause: unknown): string => (cause as { code?: string }).code ?? 'unknown reason';
