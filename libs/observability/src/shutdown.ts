import type { Logger } from 'pino';

/**
 * Calls `stop` once on SIGTERM or SIGINT and exits: 0 when it settled in time, 1 when not.
 * `process.on`, never `once`: @openai/agents registers handlers of its own that win over a `once`.
 *
 * @param boundMs how long stopping may take before the process leaves anyway
 */
export function onShutdown(logger: Logger, boundMs: number, stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (signal: NodeJS.Signals): void => {
    if (stopping) {
      return;
    }
    stopping = true;
    logger.info({ signal }, 'stopping');
    const timer = setTimeout(() => {
      logger.error({ boundMs }, 'did not stop in time');
      process.exit(1);
    }, boundMs);
    stop().then(
      () => {
        clearTimeout(timer);
        logger.info('stopped');
        process.exit(0);
      },
      (cause: unknown) => {
        logger.error({ err: cause }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
}

/** An error that nobody caught is a defect: it is logged with its stack, and the process ends so that its supervisor starts it clean. */
export function exitOnDefect(logger: Logger): void {
  const leave = (kind: string) => (cause: unknown) => {
    logger.fatal({ err: cause }, kind);
    process.exit(1);
  };
  process.on('uncaughtException', leave('uncaught exception'));
  process.on('unhandledRejection', leave('unhandled rejection'));
}
