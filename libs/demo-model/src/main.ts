import { loadConfig } from '@frontdesk/config';
import { createLogger, exitOnDefect, onShutdown } from '@frontdesk/observability';
import { demoModelConfigSchema } from './demo-model.config.js';
import { startDemoModel } from './demo-model.server.js';

const NAME = 'frontdesk-demo-model';
const STOP_BOUND_MS = 5_000;

process.title = NAME;
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
