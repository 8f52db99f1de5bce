import { ConfigError } from '@frontdesk/config';
import { TUNABLES } from '@frontdesk/contracts';
import { createLogger, exitOnDefect, onShutdown } from '@frontdesk/observability';
import { loadAgentWorkerConfig } from './agent-worker.config.js';
import { PROCESS_NAME, startAgentWorker } from './bootstrap.js';

/** Beyond the drain: what handing runs over and closing connections may take. */
const CLOSE_MARGIN_MS = 10_000;

process.title = PROCESS_NAME;
try {
  const config = loadAgentWorkerConfig();
  const logger = createLogger({ name: PROCESS_NAME, level: config.LOG_LEVEL });
  exitOnDefect(logger);
  const worker = await startAgentWorker(config, logger);
  onShutdown(logger, TUNABLES.drainMs + CLOSE_MARGIN_MS, () => worker.close());
} catch (error) {
  if (!(error instanceof ConfigError)) {
    throw error;
  }
  // What somebody can put right is a sentence, not a stack.
  process.stderr.write(`${PROCESS_NAME}: ${error.message}\n`);
  process.exit(1);
}
