import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import { ApiKeyStore } from '@frontdesk/tenants';
import type { FastifyRequest } from 'fastify';
import { noteOnRequest } from '../edge/request-notes.js';
import { bearerTokenOf } from '../sessions/bearer-token.js';
import { rememberTenant } from './current-tenant.js';

/** Lets in who shows an API key that was not revoked, and remembers whose it is. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(private readonly keys: ApiKeyStore) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = bearerTokenOf(request);
    const holder = key === null ? null : await this.keys.holderOf(key);
    if (holder === null) {
      throw new FrontdeskError('invalid_api_key');
    }
    rememberTenant(request, holder.tenantId);
    noteOnRequest(request, { tenantId: holder.tenantId, keyId: holder.keyId });
    return true;
  }
}
