import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { pingDatabase, type Database } from '@frontdesk/database';
import { readinessOf, type ReadinessCheck, type Registry } from '@frontdesk/observability';
import { RunQueue } from '@frontdesk/run-queue';
import type { FastifyReply } from 'fastify';
import type { Redis } from 'ioredis';
import { Intake } from '../edge/intake.js';
import { DATABASE, REDIS, REGISTRY } from '../gateway.tokens.js';
import { StoreMetrics } from './store-metrics.js';

/** For orchestrators and for Prometheus; without a session, and without anything worth hiding. */
@Controller()
export class HealthController {
  private readonly checks: Readonly<Record<string, ReadinessCheck>>;

  constructor(
    private readonly intake: Intake,
    @Inject(REGISTRY) private readonly registry: Registry,
    @Inject(DATABASE) db: Database,
    @Inject(REDIS) redis: Redis,
    queue: RunQueue,
    // Asked for so that it exists: it registers its figures.
    _storeMetrics: StoreMetrics,
  ) {
    this.checks = {
      postgres: () => pingDatabase(db),
      redis: async () => {
        await redis.ping();
      },
      worker: async () => assertSomeWorker(await queue.workersCount()),
    };
  }

  @Get('healthz')
  @Header('cache-control', 'no-store')
  alive(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when a message would be answered: both stores are there, a worker listens, and this process is not about to stop. */
  @Get('readyz')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { ready, checks } = await readinessOf(this.checks);
    const isReady = ready && this.intake.isOpen;
    void reply.status(isReady ? 200 : 503);
    return { ready: isReady, checks: { ...checks, intake: this.intake.isOpen ? 'up' : 'down' } };
  }

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.registry.contentType);
    return this.registry.metrics();
  }
}

function assertSomeWorker(count: number): void {
  if (count === 0) {
    throw new Error('no worker listens to the run queue');
  }
}
