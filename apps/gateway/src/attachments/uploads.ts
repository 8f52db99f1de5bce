import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import { AttachmentStore, IMAGE_TYPES, RENDITIONS, incomingFolder, storageKey, type AttachmentRecord, type FileStorage } from '@frontdesk/attachments';
import { FrontdeskError, type Owner } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, FILE_STORAGE } from '../gateway.tokens.js';
import { drawRenditions, inspectFile } from './inspect-file.js';
import { UploadPolicy, checkEnabled, checkFile, checkType, tooLarge } from './upload-limits.js';

const paramOf = (name: string): string => `params.${name}`;
const inForm = (): string => 'file';

/** From an announced file to bytes that were looked at and kept. */
@Injectable()
export class Uploads {
  private readonly incoming: string;

  constructor(
    private readonly store: AttachmentStore,
    private readonly policy: UploadPolicy,
    @Inject(FILE_STORAGE) private readonly storage: FileStorage,
    @Inject(CONFIG) config: GatewayConfig,
  ) {
    this.incoming = incomingFolder(config.files.storage);
  }

  /** First of two steps: somebody is going to upload a file. @throws FrontdeskError naming what does not fit */
  announce(owner: Owner, { name, size, mime_type: mimeType }: { name: string; size: number; mime_type: string }): Promise<AttachmentRecord> {
    const file = checkFile(this.policy.limitsFor(owner), { name, size, mimeType }, paramOf);
    return this.store.create(owner, { ...file, kind: IMAGE_TYPES.has(file.mimeType) ? 'image' : 'file' });
  }

  /** Both steps at once. @throws FrontdeskError naming what does not fit */
  async receiveWhole(owner: Owner, part: MultipartFile): Promise<AttachmentRecord> {
    const limits = this.policy.limitsFor(owner);
    const file = checkFile(limits, { name: part.filename, mimeType: part.mimetype, size: limits.maxFileBytes }, inForm);
    const announced = await this.store.create(owner, { ...file, kind: 'file' });
    try {
      return await this.receive(announced, part);
    } catch (cause) {
      await this.store.doom(owner, announced.id, 'file');
      throw cause;
    }
  }

  /**
   * Second step: the bytes, as many as were announced at most.
   *
   * @throws FrontdeskError conflict when they are there already or on their way; what is wrong with them
   */
  async receive(announced: AttachmentRecord, part: MultipartFile): Promise<AttachmentRecord> {
    const limits = this.policy.limitsFor(announced.owner);
    checkEnabled(limits);
    if (!(await this.store.beginUpload(announced.id))) {
      throw new FrontdeskError('conflict', { detail: 'This file was uploaded already.', param: 'file' });
    }
    const path = join(this.incoming, randomUUID());
    try {
      const size = await this.spool(part, path, Math.min(announced.size, limits.maxFileBytes));
      const inspected = await inspectFile(path, announced.mimeType);
      checkType(limits, inspected.mimeType, 'file');
      await this.keep(announced, path, inspected.kind === 'image');
      const finished = await this.store.finishUpload(announced.id, { ...inspected, size });
      if (finished === null) {
        await this.storage.remove(RENDITIONS.map((rendition) => storageKey(announced, rendition)));
        throw new FrontdeskError('not_found', { detail: 'This file was removed meanwhile.', param: 'file' });
      }
      return finished;
    } catch (cause) {
      await this.store.giveUpUpload(announced.id);
      throw cause;
    } finally {
      await Promise.all(['', '.preview', '.model'].map((suffix) => rm(path + suffix, { force: true })));
    }
  }

  /** To disk, as it comes: a large file must not stand in memory. @returns its size */
  private async spool(part: MultipartFile, path: string, maxBytes: number): Promise<number> {
    await pipeline(part.file, createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    if (part.file.truncated || size > maxBytes) {
      throw tooLarge(maxBytes, 'file');
    }
    if (size === 0) {
      throw new FrontdeskError('invalid_request', { detail: 'The file is empty.', param: 'file' });
    }
    return size;
  }

  private async keep(announced: AttachmentRecord, path: string, isImage: boolean): Promise<void> {
    if (isImage) {
      await drawRenditions(path, `${path}.preview`, `${path}.model`);
      await this.storage.put(storageKey(announced, 'preview'), `${path}.preview`);
      await this.storage.put(storageKey(announced, 'model'), `${path}.model`);
    }
    await this.storage.put(storageKey(announced, 'original'), path);
  }
}
