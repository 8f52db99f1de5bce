import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';
import { noteOnRequest } from '../edge/request-notes.js';
import { rememberOwner } from './current-owner.js';
import { SessionStore } from './session.store.js';

const BEARER = /^Bearer +(\S+)$/i;

/** Lets in who shows the secret of a live session, and remembers who that is. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(private readonly sessions: SessionStore) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const secret = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const owner = secret === undefined ? null : await this.sessions.ownerOf(secret);
    if (owner === null) {
      throw new FrontdeskError('unauthorized');
    }
    rememberOwner(request, owner);
    noteOnRequest(request, { tenantId: owner.tenantId, userId: owner.userId });
    return true;
  }
}
