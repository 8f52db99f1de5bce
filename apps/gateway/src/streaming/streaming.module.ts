import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { RunsModule } from '../runs/runs.module.js';
import { OpenStreams } from './open-streams.js';
import { RunStreamService } from './run-stream.service.js';

@Module({ imports: [RunsModule, AttachmentsModule], providers: [OpenStreams, RunStreamService], exports: [OpenStreams, RunStreamService] })
export class StreamingModule {}
