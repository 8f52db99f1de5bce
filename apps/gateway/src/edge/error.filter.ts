import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FrontdeskError } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER } from '../gateway.tokens.js';
import { errorBody, toFrontdeskError } from './error-body.js';
import { noteOnRequest } from './request-notes.js';

/** The one place where what was thrown becomes an answer. Faults of ours are logged with their cause; the answer never shows it. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(cause: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const error = toFrontdeskError(cause);
    noteOnRequest(http.getRequest<FastifyRequest>(), { errorCode: error.code, errorParam: loggable(error.param) });
    if (error.status >= 500 && error.code !== 'not_implemented') {
      this.logger.error({ err: error.cause ?? error, code: error.code }, 'request failed');
    }
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const wait = retryAfterSeconds(error);
    if (wait !== null && !reply.hasHeader('retry-after')) {
      void reply.header('retry-after', String(wait));
    }
    void reply.status(error.status).header('content-type', 'application/json').header('cache-control', 'no-store').send(JSON.stringify(this.bodyOf(error)));
  }

  protected bodyOf(error: FrontdeskError): object {
    return errorBody(error);
  }
}

/** Whoever may try again learns when: a restarted store is back within seconds, and so is room in a queue. */
function retryAfterSeconds(error: FrontdeskError): number | null {
  switch (error.status) {
    case 429:
      return 5;
    case 503:
      return 2;
    default:
      return null;
  }
}

/** A field's path may hold names that a client made up; only plain ones get into the log. */
function loggable(param: string | undefined): string | undefined {
  return param !== undefined && /^[\w.]{1,80}$/.test(param) ? param : undefined;
}
