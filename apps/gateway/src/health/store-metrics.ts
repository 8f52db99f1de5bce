import { Inject, Injectable } from '@nestjs/common';
import { Gauge, type Logger, type Registry } from '@frontdesk/observability';
import { RunQueue } from '@frontdesk/run-queue';
import { RunLifecycleStore } from '@frontdesk/runs';
import { LOGGER, REGISTRY } from '../gateway.tokens.js';
import { OpenStreams } from '../streaming/open-streams.js';

/** Figures that are looked up when somebody reads the metrics. A store that is away leaves its own figure out, not the others. */
@Injectable()
export class StoreMetrics {
  constructor(
    @Inject(REGISTRY) private readonly registry: Registry,
    @Inject(LOGGER) private readonly logger: Logger,
    runs: RunLifecycleStore,
    queue: RunQueue,
    openStreams: OpenStreams,
  ) {
    this.gauge('frontdesk_runs', 'Unfinished runs, by state.', 'status', () => runs.countUnfinished());
    this.gauge('frontdesk_run_queue_jobs', 'Jobs of the run queue, by state.', 'state', () => queue.depth());
    this.gauge('frontdesk_run_workers', 'Workers that listen, by queue.', 'queue', async () => ({ runs: await queue.workersCount() }));
    new Gauge({
      name: 'frontdesk_open_streams',
      help: 'Streams that are being served.',
      registers: [registry],
      collect() {
        this.set(openStreams.count);
      },
    });
  }

  private gauge(name: string, help: string, label: string, ask: () => Promise<Readonly<Record<string, number>>>): void {
    const { logger } = this;
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        this.reset();
        try {
          for (const [value, figure] of Object.entries(await ask())) {
            this.set({ [label]: value }, figure);
          }
        } catch (cause) {
          logger.warn({ err: cause, metric: name }, 'a figure could not be read');
        }
      },
    });
  }
}
