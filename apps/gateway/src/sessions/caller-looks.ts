import { Injectable } from '@nestjs/common';
import type { Owner } from '@frontdesk/contracts';
import type { FastifyRequest } from 'fastify';
import { RateLimiter } from '../edge/rate-limiter.js';
import { bearerTokenOf } from './bearer-token.js';
import type { Caller } from './caller.js';
import { SessionStore } from './session.store.js';

/** Beyond that a look before the body says nothing any more: bodies may take minutes, and sessions end meanwhile. */
const EARLY_LOOK_LASTS_MS = 1_000;

/** What is asked about a request with a client secret: who sent it, and whether that is within the user's limit. */
export interface CallerLook {
  readonly caller: Promise<Caller | null>;
  /** Seconds to wait, or null; the promise itself is null where nobody knows yet whom to count the request for. */
  readonly counted: Promise<number | null> | null;
}

interface EarlyLook extends CallerLook {
  /** By `performance.now()`. */
  readonly at: number;
}

/** Looks up who sent a request; where somebody waits for a first word, while the body is still coming in. */
@Injectable()
export class CallerLooks {
  private readonly early = new WeakMap<object, EarlyLook>();

  constructor(
    private readonly sessions: SessionStore,
    private readonly limiter: RateLimiter,
  ) {}

  /** Asks when the head of a request is there, so that the answer is, too, when its body has been read. */
  begin(request: FastifyRequest): void {
    const look = this.look(request);
    look.caller.catch(() => undefined); // whoever takes it hears of it; a body that cannot be read ends the request before
    this.early.set(request.raw, { ...look, at: performance.now() });
  }

  /** What was asked early, or is asked now. The request is counted once. */
  take(request: FastifyRequest): CallerLook {
    const early = this.early.get(request.raw);
    this.early.delete(request.raw);
    if (early === undefined) {
      return this.look(request);
    }
    return performance.now() - early.at < EARLY_LOOK_LASTS_MS ? early : { ...early, caller: this.callerOf(request) };
  }

  async isKnown(request: FastifyRequest): Promise<boolean> {
    return (await this.callerOf(request)) !== null;
  }

  /** @returns seconds to wait, or null when the request may pass. Never throws */
  count(caller: Owner): Promise<number | null> {
    return this.limiter.secondsToWait(`user:${caller.tenantId}:${caller.userId}`);
  }

  /**
   * Whose secret it is does not change: a request with one that was seen before is counted while Postgres is asked whether the
   * session lives, since the first word waits for both.
   */
  private look(request: FastifyRequest): CallerLook {
    const secret = bearerTokenOf(request);
    const owner = secret === null ? null : this.sessions.lastKnownOwner(secret);
    return { counted: owner === null ? null : this.count(owner), caller: this.callerOf(request) };
  }

  private async callerOf(request: FastifyRequest): Promise<Caller | null> {
    const secret = bearerTokenOf(request);
    return secret === null ? null : this.sessions.callerOf(secret);
  }
}
