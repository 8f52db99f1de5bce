import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AttachmentStore, IMAGE_TYPES, RENDITIONS, incomingFolder, storageKey, type AttachmentRecord, type FileStorage } from '@frontdesk/attachments';
import { FrontdeskError } from '@frontdesk/contracts';
import { TenantStore } from '@frontdesk/tenants';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, FILE_STORAGE } from '../gateway.tokens.js';
import type { Caller } from '../sessions/caller.js';
import { BytesAtMost, type IncomingFile } from './incoming-file.js';
import { drawRenditions, inspectFile } from './inspect-file.js';
import { UploadPolicy, checkEnabled, checkFile, checkType, tooLarge, type Bound, type UploadLimits } from './upload-limits.js';

const paramOf = (name: string): string => `params.${name}`;
const inForm = (): string => 'file';
/** How the streams of a request end when its sender is gone. */
const BROKEN_OFF: ReadonlySet<string> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'ECONNABORTED']);

/** From an announced file to bytes that were looked at and kept. */
@Injectable()
export class Uploads {
  private readonly incoming: string;

  constructor(
    private readonly store: AttachmentStore,
    private readonly policy: UploadPolicy,
    private readonly tenants: TenantStore,
    @Inject(FILE_STORAGE) private readonly storage: FileStorage,
    @Inject(CONFIG) config: GatewayConfig,
  ) {
    this.incoming = incomingFolder(config.files.storage);
  }

  /** First of two steps: somebody is going to upload a file. @throws FrontdeskError naming what does not fit */
  announce(caller: Caller, { name, size, mime_type: mimeType }: { name: string; size: number; mime_type: string }): Promise<AttachmentRecord> {
    const file = checkFile(this.policy.limitsFor(caller), { name, size, mimeType }, paramOf);
    return this.store.create(caller, { ...file, kind: IMAGE_TYPES.has(file.mimeType) ? 'image' : 'file' });
  }

  /** Both steps at once. @throws FrontdeskError naming what does not fit */
  async receiveWhole(caller: Caller, { name, mimeType, bytes }: IncomingFile): Promise<AttachmentRecord> {
    const limits = this.policy.limitsFor(caller);
    const file = checkFile(limits, { name, mimeType, size: limits.fileBytes.value }, inForm);
    const announced = await this.store.create(caller, { ...file, kind: 'file' });
    try {
      return await this.receive(announced, bytes, limits);
    } catch (cause) {
      await this.store.doom(caller, announced.id, 'file');
      throw cause;
    }
  }

  /**
   * Second step: the bytes, as many as were announced at most. What the session allowed was settled when it announced them.
   *
   * @throws FrontdeskError conflict when they are there already or on their way; what is wrong with them
   */
  async receiveAnnounced(announced: AttachmentRecord, bytes: Readable): Promise<AttachmentRecord> {
    const { settings: tenant } = await this.tenants.get(announced.owner.tenantId);
    return this.receive(announced, bytes, this.policy.limitsFor({ tenant, session: null }));
  }

  private async receive(announced: AttachmentRecord, bytes: Readable, limits: UploadLimits): Promise<AttachmentRecord> {
    checkEnabled(limits);
    if (!(await this.store.beginUpload(announced.id))) {
      throw new FrontdeskError('conflict', { detail: 'This file was uploaded already.', param: 'file' });
    }
    const path = join(this.incoming, randomUUID());
    try {
      const isLess = announced.size < limits.fileBytes.value;
      const size = await spool(bytes, path, isLess ? { value: announced.size, setBy: 'as it was announced' } : limits.fileBytes);
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

  private async keep(announced: AttachmentRecord, path: string, isImage: boolean): Promise<void> {
    if (isImage) {
      await drawRenditions(path, `${path}.preview`, `${path}.model`);
      await this.storage.put(storageKey(announced, 'preview'), `${path}.preview`);
      await this.storage.put(storageKey(announced, 'model'), `${path}.model`);
    }
    await this.storage.put(storageKey(announced, 'original'), path);
  }
}

/** To disk, as it comes: a large file must not stand in memory. @returns its size */
async function spool(bytes: Readable, path: string, bound: Bound): Promise<number> {
  const counted = new BytesAtMost(bound.value);
  try {
    await pipeline(bytes, counted, createWriteStream(path, { mode: 0o600 }));
  } catch (cause) {
    throw BROKEN_OFF.has((cause as NodeJS.ErrnoException).code ?? '')
      ? new FrontdeskError('invalid_request', { detail: 'The upload broke off.', param: 'file', cause })
      : cause;
  }
  if (counted.size > bound.value) {
    throw tooLarge(bound, 'file');
  }
  if (counted.size === 0) {
    throw new FrontdeskError('invalid_request', { detail: 'The file is empty.', param: 'file' });
  }
  return counted.size;
}
