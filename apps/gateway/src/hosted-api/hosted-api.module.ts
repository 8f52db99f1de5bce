import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { ChatKitModule } from '../chatkit/chatkit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { HostedSessionsController } from './hosted-sessions.controller.js';
import { HostedThreadsController } from './hosted-threads.controller.js';

/** The REST API that a backend uses through the official SDK. */
@Module({
  imports: [SessionsModule, AttachmentsModule, ChatKitModule],
  controllers: [HostedSessionsController, HostedThreadsController],
  providers: [ApiKeyGuard],
})
export class HostedApiModule {}
