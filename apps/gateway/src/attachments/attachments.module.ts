import { Module } from '@nestjs/common';
import { openFileStorage, type FileStorage } from '@frontdesk/attachments';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, FILE_STORAGE } from '../gateway.tokens.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AttachmentSweeper } from './attachment-sweeper.js';
import { FileLinks } from './file-links.js';
import { FilesController } from './files.controller.js';
import { MessageFiles } from './message-files.js';
import { ToldStorage } from './told-storage.js';
import { UploadPolicy } from './upload-limits.js';
import { Uploads } from './uploads.js';

const openStorage = async ({ files }: GatewayConfig): Promise<FileStorage> => new ToldStorage(await openFileStorage(files.storage));

@Module({
  imports: [SessionsModule],
  controllers: [FilesController],
  providers: [
    { provide: FILE_STORAGE, inject: [CONFIG], useFactory: openStorage },
    FileLinks,
    UploadPolicy,
    Uploads,
    MessageFiles,
    AttachmentSweeper,
  ],
  exports: [FileLinks, MessageFiles, UploadPolicy, Uploads, AttachmentSweeper],
})
export class AttachmentsModule {}
