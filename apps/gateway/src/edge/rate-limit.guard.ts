import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../sessions/caller.js';
import { callerOf } from '../sessions/current-owner.js';
import { RateLimiter } from './rate-limiter.js';

/** Per user; stands behind the guard that says who the user is. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly limiter: RateLimiter) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { tenantId, userId } = callerOf(http.getRequest<FastifyRequest>());
    await refuseAboveLimit(this.limiter, `user:${tenantId}:${userId}`, http.getResponse<FastifyReply>());
    return true;
  }
}

/**
 * @param ownLimit requests a minute, where it is not the installation's
 * @throws FrontdeskError rate_limited, with the answer's `retry-after` set
 */
export async function refuseAboveLimit(limiter: RateLimiter, who: string, reply: FastifyReply, ownLimit?: number): Promise<void> {
  const seconds = await limiter.secondsToWait(who, ownLimit);
  if (seconds !== null) {
    void reply.header('retry-after', String(seconds));
    throw new FrontdeskError('rate_limited');
  }
}

/**
 * What the session's creator fixed for it, besides its user's limit.
 *
 * @throws FrontdeskError rate_limited, with the answer's `retry-after` set
 */
export async function refuseAboveSessionsLimit(limiter: RateLimiter, { sessionId, session }: Caller, reply: FastifyReply): Promise<void> {
  if (session !== null) {
    await refuseAboveLimit(limiter, `session:${sessionId}`, reply, session.rate_limits.max_requests_per_1_minute);
  }
}
