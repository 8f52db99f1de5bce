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
  private readonly outage: OutageLog;

  constructor(@Inject(REDIS) redis: Redis, @Inject(CONFIG) config: GatewayConfig, @Inject(LOGGER) logger: Logger) {
    const points = config.edge.rateLimitPerMinute;
    this.limiter = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: 'frontdesk:rate',
      points,
      duration: 60,
      rejectIfRedisNotReady: true,
      // Who is over the limit is refused from memory, so that a flood costs Redis nothing.
      inMemoryBlockOnConsumed: points,
    });
    this.outage = new OutageLog(logger, 'the rate limit');
  }

  /**
   * Counts one request. While Redis is away everybody may pass: a limit is no reason to stop the service.
   *
   * @param who whom to count it for, e.g. `user:<tenant>:<id>`
   * @returns seconds to wait, or null when the request may pass
   */
  async secondsToWait(who: string): Promise<number | null> {
    try {
      await this.limiter.consume(who);
      this.outage.recovered();
      return null;
    } catch (cause) {
      if (cause instanceof RateLimiterRes) {
        return Math.max(1, Math.ceil(cause.msBeforeNext / 1000));
      }
      this.outage.failed(cause);
      return null;
    }
  }
}
