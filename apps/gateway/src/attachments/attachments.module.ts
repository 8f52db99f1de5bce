import { Module } from '@nestjs/common';
import { openFileStorage } from '@frontdesk/attachments';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, FILE_STORAGE } from '../gateway.tokens.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AttachmentSweeper } from './attachment-sweeper.js';
import { FileLinks } from './file-links.js';
import { FilesController } from './files.controller.js';
import { MessageFiles } from './message-files.js';
import { UploadPolicy } from './upload-limits.js';
import { Uploads } from './uploads.js';

@Module({
  imports: [SessionsModule],
  controllers: [FilesController],
  providers: [
    { provide: FILE_STORAGE, inject: [CONFIG], useFactory: (config: GatewayConfig) => openFileStorage(config.files.storage) },
    FileLinks,
    UploadPolicy,
    Uploads,
    MessageFiles,
    AttachmentSweeper,
  ],
  exports: [FileLinks, MessageFiles, UploadPolicy, Uploads, AttachmentSweeper],
})
export class AttachmentsModule {}
