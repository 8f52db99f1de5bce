import { ConfigError, loadConfig } from '@frontdesk/config';
import { createLogger, exitOnDefect, onShutdown } from '@frontdesk/observability';
import { demoModelConfigSchema } from './demo-model.config.js';
import { startDemoModel } from './demo-model.server.js';

const NAME = 'frontdesk-demo-model';
const STOP_BOUND_MS = 5_000;

process.title = NAME;
try {
  const config = loadConfig(demoModelConfigSchema);
  const logger = createLogger({ name: NAME, level: config.LOG_LEVEL });
  exitOnDefect(logger);
  const demoModel = await startDemoModel({
    port: config.PORT,
    host: config.HOST,
    tokensPerSecond: config.DEMO_MODEL_TOKENS_PER_SECOND,
    keepRequests: 0,
    onError: (err, requestId) => logger.error({ err, requestId }, 'request failed'),
  });
  onShutdown(logger, STOP_BOUND_MS, () => demoModel.close());
  logger.info({ url: demoModel.url, tokensPerSecond: config.DEMO_MODEL_TOKENS_PER_SECOND }, 'listening');
} catch (error) {
  const sentence = sentenceFor(error);
  if (sentence === null) {
    throw error;
  }
  process.stderr.write(`${NAME}: ${sentence}\n`);
  process.exit(1);
}

/** What somebody can put right is a sentence, not a stack. */
function sentenceFor(error: unknown): string | null {
  if (error instanceof ConfigError) {
    return error.message;
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return 'PORT is in use. Stop what listens there, or set another PORT.';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'HOST is not an address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 in a container.';
    case 'EACCES':
      return 'PORT needs rights that this user does not have. Set a PORT above 1023.';
    default:
      return null;
  }
}
