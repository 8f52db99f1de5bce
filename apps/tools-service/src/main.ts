import { ConfigError } from '@frontdesk/config';
import { TUNABLES } from '@frontdesk/contracts';
import { createLogger, exitOnDefect, onShutdown } from '@frontdesk/observability';
import { PROCESS_NAME, startToolsService } from './bootstrap.js';
import { CatalogError } from './catalog/catalog-error.js';
import { loadToolsServiceConfig } from './tools-service.config.js';

/** Beyond the drain: what closing connections may take. */
const CLOSE_MARGIN_MS = 5_000;

process.title = PROCESS_NAME;
try {
  const config = loadToolsServiceConfig();
  const logger = createLogger({ name: PROCESS_NAME, level: config.LOG_LEVEL });
  exitOnDefect(logger);
  const service = await startToolsService(config, logger);
  onShutdown(logger, TUNABLES.drainMs + CLOSE_MARGIN_MS, () => service.close());
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof CatalogError)) {
    throw error;
  }
  // What somebody can put right is a sentence, not a stack.
  process.stderr.write(`${PROCESS_NAME}: ${error.message}\n`);
  process.exit(1);
}
