import type { ToolDescriptor } from '@frontdesk/contracts';
import type { Logger } from '@frontdesk/observability';
import type { ToolsClient } from '@frontdesk/tools-client';
import { errorForLog } from '../model-calls/model-errors.js';

/** How old the catalogue may grow. A tools service that was rolled has its new tools in the chat after this long. */
const REFRESH_MS = 30_000;
const RETRY_MS = 1_000;

/**
 * The tools that agents may be given, fetched ahead of the runs. Only runs that come before the first fetch has ended wait
 * for it; while the tools service is away, agents work with what is known, or without tools.
 */
export class ToolCatalogue {
  private tools: readonly ToolDescriptor[] | null = null;
  /** The last fetch failed. */
  private isAway = false;
  private loading: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly closing = new AbortController();

  constructor(
    private readonly client: Pick<ToolsClient, 'listTools'>,
    private readonly logger: Logger,
  ) {}

  /** Begins to fetch, and goes on; never throws. */
  start(): Promise<void> {
    this.loading ??= this.load().finally(() => {
      this.loading = null;
      this.schedule();
    });
    return this.loading;
  }

  /** The catalogue as last heard; empty while the service was never reached. */
  async list(): Promise<readonly ToolDescriptor[]> {
    if (this.tools === null && !this.isAway) {
      await this.start();
    }
    return this.tools ?? [];
  }

  /** For readiness. @throws Error while the tools service was never reached */
  assertLoaded(): void {
    if (this.tools === null) {
      throw new Error('the tools service was not reached yet');
    }
  }

  close(): void {
    this.closing.abort(new Error('the worker is stopping'));
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
  }

  private async load(): Promise<void> {
    try {
      const tools = await this.client.listTools({ signal: this.closing.signal });
      if (this.tools === null) {
        this.logger.info({ tools: tools.map((tool) => tool.name) }, 'tools are known');
      }
      this.tools = tools;
      this.isAway = false;
    } catch (cause) {
      if (!this.closing.signal.aborted && !this.isAway) {
        this.logger.warn(
          { failure: errorForLog(cause), kept: this.tools?.length ?? 0 },
          'the tools service is away; trying on until it is back',
        );
      }
      this.isAway = true;
    }
  }

  private schedule(): void {
    if (!this.closing.signal.aborted) {
      this.timer = setTimeout(() => void this.start(), this.isAway ? RETRY_MS : REFRESH_MS);
      this.timer.unref();
    }
  }
}
