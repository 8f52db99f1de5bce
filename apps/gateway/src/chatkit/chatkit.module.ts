import { Module } from '@nestjs/common';
import { SyncActions } from '../actions/sync-actions.js';
import { AttachmentsModule } from '../attachments/attachments.module.js';
import { RunsModule } from '../runs/runs.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { StreamingModule } from '../streaming/streaming.module.js';
import { Transcriber } from '../transcription/transcriber.js';
import { ChatKitController } from './chatkit.controller.js';
import { ChatOptionsController } from './chat-options.controller.js';
import { Dispatcher } from './dispatcher.js';
import { AttachmentsOperations } from './operations/attachments.operations.js';
import { ClientToolsOperations } from './operations/client-tools.operations.js';
import { InteractionsOperations } from './operations/interactions.operations.js';
import { ItemsOperations } from './operations/items.operations.js';
import { MessagesOperations } from './operations/messages.operations.js';
import { InputOperations } from './operations/input.operations.js';
import { RunsOperations } from './operations/runs.operations.js';
import { ThreadsOperations } from './operations/threads.operations.js';
import { RepeatedSubmission } from './repeated-submission.js';
import { RunTerms } from './run-terms.js';
import { ThreadRemoval } from './thread-removal.js';

@Module({
  imports: [AttachmentsModule, SessionsModule, StreamingModule, RunsModule],
  controllers: [ChatKitController, ChatOptionsController],
  providers: [
    Dispatcher,
    RunTerms,
    ThreadRemoval,
    RepeatedSubmission,
    ThreadsOperations,
    ItemsOperations,
    MessagesOperations,
    ClientToolsOperations,
    InteractionsOperations,
    SyncActions,
    RunsOperations,
    AttachmentsOperations,
    Transcriber,
    InputOperations,
  ],
  exports: [ThreadRemoval],
})
export class ChatKitModule {}
