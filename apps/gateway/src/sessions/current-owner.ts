import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';

const callers = new WeakMap<object, Caller>();

export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request.raw, caller);
}

/** For who goes on with the request for long. */
export function forgetCaller(request: FastifyRequest): void {
  callers.delete(request.raw);
}

/** @throws FrontdeskError unauthorized when no guard has said who the caller is */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request.raw);
  if (caller === undefined) {
    throw new FrontdeskError('unauthorized');
  }
  return caller;
}

/** The caller, as the bearer guard found it. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The caller's identity alone. */
export const CurrentOwner = createParamDecorator((_: unknown, context: ExecutionContext): Owner => {
  const { tenantId, userId } = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  return { tenantId, userId };
});
