import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Ids that every log line of the work at hand carries. */
export interface LogContext {
  readonly requestId?: string;
  readonly tenantId?: string;
  readonly threadId?: string;
  readonly runId?: string;
  readonly callId?: string;
}

const contexts = new AsyncLocalStorage<LogContext>();

/** Runs `work` with more ids on every log line that it, or what it awaits, writes. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return contexts.run({ ...contexts.getStore(), ...context }, work);
}

/** The ids of the work at hand. */
export const logContext = (): LogContext => contexts.getStore() ?? {};

/**
 * Keys whose values are secret or are people's words. Logs carry ids and numbers, never texts.
 * Two levels deep is as far as log objects here go.
 */
const REDACTED = [
  'authorization', 'cookie', 'set-cookie', 'client_secret', 'clientSecret', 'secret', 'apiKey', 'api_key', 'grant', 'password', 'token',
  'text', 'content', 'arguments', 'argumentsJson', 'output', 'result', 'delta', 'fact', 'fact_text', 'title', 'body', 'prompt',
];

/**
 * A JSON logger for one process: time, level, process name, ids of the work at hand.
 *
 * @param options.name the process, e.g. `frontdesk-gateway`
 * @param options.level least level that is written
 * @param destination where lines go; standard output by default
 */
export function createLogger(options: { name: string; level: string }, destination?: DestinationStream): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { pid: process.pid },
      mixin: () => ({ ...logContext() }),
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED.flatMap((key) => [`["${key}"]`, `*["${key}"]`]), censor: '[redacted]' },
    },
    destination ?? standardOutput(),
  );
}

/**
 * Standard output by Node's own stream. Pino's default writes to the descriptor and, when the reader of the pipe is
 * gone, tries again for ever as the process exits: a supervisor that was killed would leave its children behind.
 */
function standardOutput(): DestinationStream {
  if (!process.stdout.listeners('error').includes(ignoreBrokenPipe)) {
    process.stdout.on('error', ignoreBrokenPipe);
  }
  return process.stdout;
}

function ignoreBrokenPipe(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EPIPE') {
    throw cause;
  }
}

/** Lets Nest write its own lines through the process's logger; its chatter about routes and modules goes to debug. */
export class NestPinoLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: contextOf(rest) }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ context: contextOf(rest), stack: rest.length > 1 ? rest[0] : undefined }, String(message));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ context: contextOf(rest) }, String(message));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: contextOf(rest) }, String(message));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace({ context: contextOf(rest) }, String(message));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal({ context: contextOf(rest) }, String(message));
  }
}

function contextOf(rest: unknown[]): unknown {
  return rest.at(-1);
}
