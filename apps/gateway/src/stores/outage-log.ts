import type { Logger } from '@frontdesk/observability';

/** Says once that something is away and once that it is back, however often it is asked for in between. */
export class OutageLog {
  private away = false;

  constructor(
    private readonly logger: Logger,
    private readonly what: string,
  ) {}

  failed(cause: unknown): void {
    if (!this.away) {
      this.away = true;
      this.logger.warn({ err: cause }, `${this.what} does without its store until that is back`);
    }
  }

  recovered(): void {
    if (this.away) {
      this.away = false;
      this.logger.info(`${this.what} has its store back`);
    }
  }
}
