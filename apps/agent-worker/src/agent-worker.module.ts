import { QUEUES } from '@frontdesk/contracts';
import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { RUN_INTAKE } from './agent-worker.tokens.js';
import type { RunIntake } from './intake/run-intake.js';
import { RunProcessor } from './intake/run.processor.js';

/** The consumer of the run queue. Everything behind it is put together in bootstrap.ts, in plain sight. */
@Module({})
export class AgentWorkerModule {
  static of(redisUrl: string, intake: RunIntake): DynamicModule {
    return {
      module: AgentWorkerModule,
      imports: [
        BullModule.forRoot({ connection: { url: redisUrl, maxRetriesPerRequest: null }, prefix: QUEUES.runs.prefix }),
        BullModule.registerQueue({ name: QUEUES.runs.name }),
      ],
      providers: [{ provide: RUN_INTAKE, useValue: intake }, RunProcessor],
    };
  }
}
