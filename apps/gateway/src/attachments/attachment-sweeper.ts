import { AttachmentStore, RENDITIONS, storageKey, type FileStorage } from '@frontdesk/attachments';
import type { Owner } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { FILE_STORAGE, LOGGER } from '../gateway.tokens.js';

const SWEEP_EVERY_MS = 10 * 60 * 1000;
const BATCH = 100;

/** Removes the bytes of files that nobody can reach any more. Gateways may do so at the same time: each claims what it removes. */
@Injectable()
export class AttachmentSweeper implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly attachments: AttachmentStore,
    @Inject(FILE_STORAGE) private readonly storage: FileStorage,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /**
   * Never throws: what cannot be removed now is found again later.
   *
   * @param owner only files of this owner, who has just removed some
   * @returns how many were removed
   */
  async sweep(owner?: Owner): Promise<number> {
    let count = 0;
    try {
      for (let batch = await this.attachments.claimDoomed(BATCH, owner); batch.length > 0; batch = await this.attachments.claimDoomed(BATCH, owner)) {
        await this.storage.remove(batch.flatMap((file) => RENDITIONS.map((rendition) => storageKey(file, rendition))));
        await this.attachments.forget(batch.map(({ id }) => id));
        count += batch.length;
      }
    } catch (cause) {
      this.logger.warn({ err: cause }, 'files could not be removed; tried again later');
    }
    return count;
  }
}
