import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';
import { AllowedOrigins } from '../edge/allowed-origins.js';
import { noteOnRequest } from '../edge/request-notes.js';
import { bearerTokenOf } from './bearer-token.js';
import { rememberCaller } from './current-owner.js';
import { SessionStore } from './session.store.js';

/** Lets in who shows the secret of a live session from a page that its tenant allows, and remembers who that is. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionStore,
    private readonly origins: AllowedOrigins,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const secret = bearerTokenOf(request);
    const caller = secret === null ? null : await this.sessions.callerOf(secret);
    if (caller === null) {
      throw new FrontdeskError('unauthorized');
    }
    this.origins.assertAllowed(request, caller.tenant);
    rememberCaller(request, caller);
    noteOnRequest(request, { tenantId: caller.tenantId, userId: caller.userId });
    return true;
  }
}
