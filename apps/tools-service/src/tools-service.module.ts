import { Module, type DynamicModule } from '@nestjs/common';
import { CallPipeline } from './calls/call-pipeline.js';
import { ToolsController } from './calls/tools.controller.js';
import { ToolRegistry } from './catalog/tool.registry.js';

/** Nest carries the transport; what the controller needs is put together in bootstrap.ts. */
@Module({ controllers: [ToolsController] })
export class ToolsServiceModule {
  static of(registry: ToolRegistry, pipeline: CallPipeline): DynamicModule {
    return {
      module: ToolsServiceModule,
      providers: [
        { provide: ToolRegistry, useValue: registry },
        { provide: CallPipeline, useValue: pipeline },
      ],
    };
  }
}
