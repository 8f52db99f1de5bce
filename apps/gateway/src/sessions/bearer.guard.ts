import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedOrigins } from '../edge/allowed-origins.js';
import { RateLimiter } from '../edge/rate-limiter.js';
import { refuseAfter } from '../edge/rate-limits.js';
import { noteOnRequest } from '../edge/request-notes.js';
import { bearerTokenOf } from './bearer-token.js';
import type { Caller } from './caller.js';
import { rememberCaller } from './current-owner.js';
import { SessionStore } from './session.store.js';

/** Lets in who shows the secret of a live session from a page that its tenant allows, within the user's rate limit, and remembers who that is. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionStore,
    private readonly origins: AllowedOrigins,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const counted = this.countEarly(request);
    const caller = await this.callerOf(request);
    if (caller === null) {
      throw new FrontdeskError('unauthorized');
    }
    this.origins.assertAllowed(request, caller.tenant);
    rememberCaller(request, caller);
    noteOnRequest(request, { tenantId: caller.tenantId, userId: caller.userId });
    refuseAfter(await (counted ?? this.limiter.secondsToWait(userOf(caller))), http.getResponse<FastifyReply>());
    return true;
  }

  /** The same question before the body is read. */
  async isKnown(request: FastifyRequest): Promise<boolean> {
    return (await this.callerOf(request)) !== null;
  }

  /**
   * Whose secret it is does not change: a request with one that was seen before is counted while Postgres is asked whether the
   * session lives, since the first word waits for both. Never throws.
   */
  private countEarly(request: FastifyRequest): Promise<number | null> | null {
    const secret = bearerTokenOf(request);
    const owner = secret === null ? null : this.sessions.lastKnownOwner(secret);
    return owner === null ? null : this.limiter.secondsToWait(userOf(owner));
  }

  private async callerOf(request: FastifyRequest): Promise<Caller | null> {
    const secret = bearerTokenOf(request);
    return secret === null ? null : this.sessions.callerOf(secret);
  }
}

/** As the rate limit counts. */
const userOf = ({ tenantId, userId }: Owner): string => `user:${tenantId}:${userId}`;
