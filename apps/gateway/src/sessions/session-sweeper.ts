import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Logger } from '@frontdesk/observability';
import { LOGGER } from '../gateway.tokens.js';
import { SessionStore } from './session.store.js';

const SWEEP_EVERY_MS = 60 * 60 * 1000;

/** Removes sessions that ended long ago, once an hour. Gateways may do so at the same time. */
@Injectable()
export class SessionSweeper implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sessions: SessionStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.sweep(), SWEEP_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private sweep(): void {
    this.sessions.sweep().then(
      (count) => this.logger.debug({ count }, 'expired sessions removed'),
      (cause: unknown) => this.logger.warn({ err: cause }, 'expired sessions could not be removed'),
    );
  }
}
