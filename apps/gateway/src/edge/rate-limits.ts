import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../sessions/caller.js';
import type { RateLimiter } from './rate-limiter.js';

/**
 * @param ownLimit requests a minute, where it is not the installation's
 * @throws FrontdeskError rate_limited, with the answer's `retry-after` set
 */
export async function refuseAboveLimit(limiter: RateLimiter, who: string, reply: FastifyReply, ownLimit?: number): Promise<void> {
  refuseAfter(await limiter.secondsToWait(who, ownLimit), reply);
}

/**
 * @param seconds to wait, as the limiter says; null: the request may pass
 * @throws FrontdeskError as above
 */
export function refuseAfter(seconds: number | null, reply: FastifyReply): void {
  if (seconds !== null) {
    void reply.header('retry-after', String(seconds));
    throw new FrontdeskError('rate_limited');
  }
}

/**
 * What the session's creator fixed for it, besides its user's limit.
 *
 * @throws FrontdeskError as above
 */
export async function refuseAboveSessionsLimit(limiter: RateLimiter, { sessionId, session }: Caller, reply: FastifyReply): Promise<void> {
  if (session !== null) {
    await refuseAboveLimit(limiter, `session:${sessionId}`, reply, session.rate_limits.max_requests_per_1_minute);
  }
}
