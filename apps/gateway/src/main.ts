import 'reflect-metadata';
import { ConfigError } from '@frontdesk/config';
import { TUNABLES } from '@frontdesk/contracts';
import { createLogger, exitOnDefect, onShutdown } from '@frontdesk/observability';
import { startGateway } from './bootstrap.js';
import { loadGatewayConfig } from './gateway.config.js';
import { StartupError } from './stores/startup.error.js';

/** Draining, plus what closing the stores may take. */
const STOP_BOUND_MS = TUNABLES.drainMs + 5_000;

process.title = 'frontdesk-gateway';
try {
  const config = loadGatewayConfig();
  const logger = createLogger({ name: 'frontdesk-gateway', level: config.logLevel });
  exitOnDefect(logger);
  const gateway = await startGateway(config, logger);
  onShutdown(logger, STOP_BOUND_MS, () => gateway.stop());
} catch (cause) {
  if (!(cause instanceof ConfigError) && !(cause instanceof StartupError)) {
    throw cause;
  }
  process.stderr.write(`${cause.message}\n`);
  process.exit(1);
}
