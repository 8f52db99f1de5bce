import { HttpException } from '@nestjs/common';
import { FrontdeskError, type ErrorCode } from '@frontdesk/contracts';
import { isOutage } from './outage.js';

/** How every failure looks from outside. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly param?: string;
    /** The kind of error, in the words that OpenAI's clients know. */
    readonly type: string;
  };
}

export function errorBody(error: FrontdeskError): ErrorBody {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.param === undefined ? {} : { param: error.param }),
      type: errorType(error),
    },
  };
}

function errorType(error: FrontdeskError): string {
  switch (error.status) {
    case 401:
      return 'authentication_error';
    case 403:
      return 'permission_error';
    case 429:
      return 'rate_limit_error';
    default:
      return error.status >= 500 ? 'server_error' : 'invalid_request_error';
  }
}

/** Anything that was thrown, as an error of the table. What is not known becomes `internal` and keeps its cause for the log. */
export function toFrontdeskError(cause: unknown): FrontdeskError {
  if (cause instanceof FrontdeskError) {
    return cause;
  }
  if (cause instanceof HttpException && cause.getStatus() < 500) {
    return fromHttpStatus(cause.getStatus());
  }
  return new FrontdeskError(isOutage(cause) ? 'unavailable' : 'internal', { cause });
}

/** What the framework itself refuses: unknown addresses, bodies that are too large or cut off, headers that make no sense. */
export function fromHttpStatus(status: number): FrontdeskError {
  switch (status) {
    case 404:
      return new FrontdeskError('not_found', { detail: 'There is nothing at this address.' });
    case 413:
      return new FrontdeskError('payload_too_large');
    default:
      return new FrontdeskError('invalid_request', { detail: 'The HTTP request is malformed.' });
  }
}
