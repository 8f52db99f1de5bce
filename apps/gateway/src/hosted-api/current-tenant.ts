import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';

const tenants = new WeakMap<object, string>();

export function rememberTenant(request: FastifyRequest, tenantId: string): void {
  tenants.set(request.raw, tenantId);
}

/** The tenant whose API key the request shows, as the guard found it. */
export const CurrentTenant = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const tenantId = tenants.get(context.switchToHttp().getRequest<FastifyRequest>().raw);
  if (tenantId === undefined) {
    throw new FrontdeskError('invalid_api_key');
  }
  return tenantId;
});
