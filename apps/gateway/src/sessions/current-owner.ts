import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';

const owners = new WeakMap<object, Owner>();

export function rememberOwner(request: FastifyRequest, owner: Owner): void {
  owners.set(request.raw, owner);
}

/** @throws FrontdeskError unauthorized when no guard has said who the caller is */
export function ownerOf(request: FastifyRequest): Owner {
  const owner = owners.get(request.raw);
  if (owner === undefined) {
    throw new FrontdeskError('unauthorized');
  }
  return owner;
}

/** The caller, as the bearer guard found it. */
export const CurrentOwner = createParamDecorator((_: unknown, context: ExecutionContext): Owner =>
  ownerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
