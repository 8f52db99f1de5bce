import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from '@frontdesk/observability';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, LOGGER, REDIS } from '../gateway.tokens.js';
import { OutageLog } from '../stores/outage-log.js';

/** Counts requests per minute over all gateways, in Redis. */
@Injectable()
export class RateLimiter {
  private readonly limiter: RateLimiterRedis;
  /** Counts alone: whose limit differs from the installation's is compared here, not there. */
  private readonly counter: RateLimiterRedis;
  private readonly outage: OutageLog;

  constructor(@Inject(REDIS) redis: Redis, @Inject(CONFIG) config: GatewayConfig, @Inject(LOGGER) logger: Logger) {
    const points = config.edge.rateLimitPerMinute;
    const store = { storeClient: redis, duration: 60, rejectIfRedisNotReady: true };
    this.counter = new RateLimiterRedis({ ...store, keyPrefix: 'frontdesk:count', points: Number.MAX_SAFE_INTEGER });
    this.limiter = new RateLimiterRedis({
      ...store,
      keyPrefix: 'frontdesk:rate',
      points,
      // Who is over the limit is refused from memory, so that a flood costs Redis nothing.
      inMemoryBlockOnConsumed: points,
    });
    this.outage = new OutageLog(logger, 'the rate limit');
  }

  /**
   * Counts one request. While Redis is away everybody may pass: a limit is no reason to stop the service.
   *
   * @param who whom to count it for, e.g. `user:<tenant>:<id>`
   * @param ownLimit requests a minute, where it is not the installation's
   * @returns seconds to wait, or null when the request may pass
   */
  async secondsToWait(who: string, ownLimit?: number): Promise<number | null> {
    try {
      const count = await (ownLimit === undefined ? this.limiter : this.counter).consume(who);
      this.outage.recovered();
      return ownLimit !== undefined && count.consumedPoints > ownLimit ? secondsOf(count) : null;
    } catch (cause) {
      if (cause instanceof RateLimiterRes) {
        return secondsOf(cause);
      }
      this.outage.failed(cause);
      return null;
    }
  }
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));
