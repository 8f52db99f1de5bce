import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';
import { noteOnRequest } from '../edge/request-notes.js';
import { bearerTokenOf } from './bearer-token.js';
import { rememberCaller } from './current-owner.js';
import { SessionStore } from './session.store.js';

/** Lets in who shows the secret of a live session, and remembers who that is. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(private readonly sessions: SessionStore) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const secret = bearerTokenOf(request);
    const caller = secret === null ? null : await this.sessions.callerOf(secret);
    if (caller === null) {
      throw new FrontdeskError('unauthorized');
    }
    rememberCaller(request, caller);
    noteOnRequest(request, { tenantId: caller.tenantId, userId: caller.userId });
    return true;
  }
}
