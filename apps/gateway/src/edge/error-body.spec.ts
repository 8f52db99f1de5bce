import { HttpException } from '@nestjs/common';
import { ERRORS, FrontdeskError, type ErrorCode } from '@frontdesk/contracts';
import { errorBody, toFrontdeskError } from './error-body.js';

describe('an error as clients see it', () => {
  it('has code, message, type and, if there is one, the field', () => {
    expect(errorBody(new FrontdeskError('invalid_request', { detail: 'params.title is too long.', param: 'params.title' }))).toEqual({
      error: { code: 'invalid_request', message: 'params.title is too long.', param: 'params.title', type: 'invalid_request_error' },
    });
    expect(errorBody(new FrontdeskError('rate_limited')).error).not.toHaveProperty('param');
  });

  it.each([
    ['unauthorized', 'authentication_error'],
    ['forbidden', 'permission_error'],
    ['not_found', 'invalid_request_error'],
    ['rate_limited', 'rate_limit_error'],
    ['internal', 'server_error'],
    ['unavailable', 'server_error'],
  ] as const)('%s is an %s', (code: ErrorCode, type) => {
    expect(errorBody(new FrontdeskError(code)).error.type).toBe(type);
  });
});

describe('anything thrown', () => {
  it('that we threw stays what it is', () => {
    const error = new FrontdeskError('conflict');
    expect(toFrontdeskError(error)).toBe(error);
  });

  it.each([
    [404, 'not_found'],
    [413, 'payload_too_large'],
    [400, 'invalid_request'],
    [415, 'invalid_request'],
    [414, 'invalid_request'],
  ])('by the framework with status %i becomes %s, without its words', (status, code) => {
    const error = toFrontdeskError(new HttpException('FST_ERR_INTERNAL_DETAIL', status));
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('FST');
  });

  it('else is ours to fix: the client learns nothing of it, the log everything', () => {
    const cause = new TypeError('cannot read properties of undefined');
    const error = toFrontdeskError(cause);
    expect([error.code, error.message, error.cause]).toEqual(['internal', ERRORS.internal.message, cause]);
    expect(toFrontdeskError('a string').code).toBe('internal');
  });

  it.each([
    Object.assign(new Error('x'), { meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } } }),
    Object.assign(new Error('x'), { meta: { driverAdapterError: { cause: { kind: 'postgres', originalCode: '57P01' } } } }),
    new Error('Connection terminated unexpectedly'),
    new Error("Stream isn't writeable and enableOfflineQueue options is false"),
    new Error('outer', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') }),
  ])('that says a store is away is unavailable: %p', (cause) => {
    expect(toFrontdeskError(cause).code).toBe('unavailable');
  });

  it('that a store refuses for a reason of ours is no outage', () => {
    const cause = Object.assign(new Error('x'), { meta: { driverAdapterError: { cause: { kind: 'UniqueConstraintViolation', originalCode: '23505' } } } });
    expect(toFrontdeskError(cause).code).toBe('internal');
  });
});
