import { Module } from '@nestjs/common';
import { StreamingModule } from '../streaming/streaming.module.js';
import { HealthController } from './health.controller.js';
import { StoreMetrics } from './store-metrics.js';

@Module({ imports: [StreamingModule], controllers: [HealthController], providers: [StoreMetrics] })
export class HealthModule {}
