import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';
import { AllowedOrigins } from '../edge/allowed-origins.js';
import { noteOnRequest } from '../edge/request-notes.js';
import { bearerTokenOf } from './bearer-token.js';
import type { Caller } from './caller.js';
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
    const caller = await this.callerOf(request);
    if (caller === null) {
      throw new FrontdeskError('unauthorized');
    }
    this.origins.assertAllowed(request, caller.tenant);
    rememberCaller(request, caller);
    noteOnRequest(request, { tenantId: caller.tenantId, userId: caller.userId });
    return true;
  }

  /** The same question before the body is read. */
  async isKnown(request: FastifyRequest): Promise<boolean> {
    return (await this.callerOf(request)) !== null;
  }

  private async callerOf(request: FastifyRequest): Promise<Caller | null> {
    const secret = bearerTokenOf(request);
    return secret === null ? null : this.sessions.callerOf(secret);
  }
}
