import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ChatKitModule } from './chatkit/chatkit.module.js';
import { ErrorFilter } from './edge/error.filter.js';
import { FactsModule } from './facts/facts.module.js';
import { HealthModule } from './health/health.module.js';
import { HostedApiModule } from './hosted-api/hosted-api.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { StoresModule, type Foundation } from './stores/stores.module.js';
import { WebModule } from './web/web.module.js';

@Module({})
export class GatewayModule {
  static on(foundation: Foundation): DynamicModule {
    return {
      module: GatewayModule,
      imports: [StoresModule.on(foundation), SessionsModule, ChatKitModule, HostedApiModule, FactsModule, HealthModule, WebModule],
      providers: [{ provide: APP_FILTER, useClass: ErrorFilter }],
    };
  }
}
