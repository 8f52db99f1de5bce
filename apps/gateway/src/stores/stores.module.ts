import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AttachmentStore } from '@frontdesk/attachments';
import type { Database } from '@frontdesk/database';
import { FactStore } from '@frontdesk/facts';
import type { Logger, Registry } from '@frontdesk/observability';
import { LiveChannels, RunEventTail } from '@frontdesk/run-events';
import { RunQueue } from '@frontdesk/run-queue';
import { RunAdmissionStore, RunInteractionStore, RunLifecycleStore, SubmissionStore } from '@frontdesk/runs';
import { ApiKeyStore, TenantStore } from '@frontdesk/tenants';
import { TenantThreadStore, ThreadStore } from '@frontdesk/threads';
import { AllowedOrigins } from '../edge/allowed-origins.js';
import { Intake } from '../edge/intake.js';
import { RateLimiter } from '../edge/rate-limiter.js';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, DATABASE, LOGGER, REDIS, REGISTRY } from '../gateway.tokens.js';
import { GatewayMetrics } from '../health/gateway-metrics.js';
import type { GatewayStores } from './gateway-stores.js';

/** What everything in the process stands on; opened and closed outside of Nest, whose order of closing is not ours. */
export interface Foundation {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly stores: GatewayStores;
}

@Global()
@Module({})
export class StoresModule {
  static on({ config, logger, registry, stores }: Foundation): DynamicModule {
    const onDatabase = <T>(Store: new (db: Database) => T): Provider => ({ provide: Store, useFactory: () => new Store(stores.db) });
    const providers: Provider[] = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: REGISTRY, useValue: registry },
      { provide: DATABASE, useValue: stores.db },
      { provide: REDIS, useValue: stores.redis },
      { provide: RunQueue, useValue: stores.queue },
      { provide: RunEventTail, useFactory: () => new RunEventTail(stores.redis, new LiveChannels(stores.subscriber)) },
      onDatabase(ThreadStore),
      { provide: RunAdmissionStore, useFactory: () => new RunAdmissionStore(stores.db, config.admission) },
      { provide: RunInteractionStore, useFactory: () => new RunInteractionStore(stores.db, config.admission) },
      onDatabase(SubmissionStore),
      onDatabase(RunLifecycleStore),
      onDatabase(FactStore),
      onDatabase(AttachmentStore),
      onDatabase(TenantThreadStore),
      onDatabase(TenantStore),
      onDatabase(ApiKeyStore),
      Intake,
      RateLimiter,
      AllowedOrigins,
      GatewayMetrics,
    ];
    return { module: StoresModule, providers, exports: providers };
  }
}
