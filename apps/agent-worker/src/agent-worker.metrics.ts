import { Counter, Gauge, Histogram, LATENCY_BUCKETS_SECONDS, type Registry } from '@frontdesk/observability';

/** What is read from the stores when somebody looks at the metrics. */
export interface StoreFigures {
  unfinishedRuns(): Promise<Record<'queued' | 'running' | 'waiting', number>>;
  queueDepth(): Promise<{ waiting: number; active: number }>;
}

/** The worker's figures. Those of the stores are the same from every worker: take the maximum over workers, not the sum. */
export class WorkerMetrics {
  private readonly runs: Counter<'outcome' | 'error_code'>;
  private readonly active: Gauge;
  private readonly wait: Histogram;
  private readonly firstDelta: Histogram;
  private readonly firstDeltaOverModel: Histogram;
  private readonly modelErrors: Counter<'error_code'>;
  private readonly toolCalls: Counter<'tool' | 'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const seconds = { buckets: LATENCY_BUCKETS_SECONDS, registers };
    this.runs = new Counter({
      name: 'frontdesk_runs_total',
      help: 'Claims of runs by how they ended.',
      labelNames: ['outcome', 'error_code'],
      registers,
    });
    this.active = new Gauge({ name: 'frontdesk_runs_active', help: 'Runs that this worker is at.', registers });
    this.wait = new Histogram({ name: 'frontdesk_run_wait_seconds', help: 'From queueing to the claim.', ...seconds });
    this.firstDelta = new Histogram({
      name: 'frontdesk_first_delta_seconds',
      help: 'From the claim to the first text on its way to the screen.',
      ...seconds,
    });
    this.firstDeltaOverModel = new Histogram({
      name: 'frontdesk_first_delta_over_model_seconds',
      help: 'The same without the time that the model took: what Frontdesk itself adds.',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1],
      registers,
    });
    this.modelErrors = new Counter({
      name: 'frontdesk_model_errors_total',
      help: 'Runs that the model ended, by code of the error table.',
      labelNames: ['error_code'],
      registers,
    });
    this.toolCalls = new Counter({
      name: 'frontdesk_agent_tool_calls_total',
      help: 'Tool calls of agents by outcome.',
      labelNames: ['tool', 'outcome'],
      registers,
    });
  }

  /** Adds figures that are fetched whenever the metrics are read. A store that is away leaves its last figure. */
  observeStores(registry: Registry, figures: StoreFigures): void {
    new Gauge({
      name: 'frontdesk_runs_unfinished',
      help: 'Runs by state, in Postgres.',
      labelNames: ['status'],
      registers: [registry],
      async collect() {
        const counts = await figures.unfinishedRuns().catch(() => ({}));
        Object.entries(counts).forEach(([status, count]) => this.set({ status }, count));
      },
    });
    new Gauge({
      name: 'frontdesk_queue_jobs',
      help: 'Jobs of the run queue by state, in Redis.',
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        const depth = await figures.queueDepth().catch(() => ({}));
        Object.entries(depth).forEach(([state, count]) => this.set({ state }, count));
      },
    });
  }

  runStarted(waitedMs: number): void {
    this.active.inc();
    this.wait.observe(Math.max(0, waitedMs) / 1000);
  }

  runEnded(outcome: string, errorCode: string): void {
    this.active.dec();
    this.runs.inc({ outcome, error_code: errorCode });
    if (errorCode.startsWith('model_')) {
      this.modelErrors.inc({ error_code: errorCode });
    }
  }

  /** @param modelMs null when the model was asked more than once before it spoke */
  firstDeltaAfter(totalMs: number, modelMs: number | null): void {
    this.firstDelta.observe(totalMs / 1000);
    if (modelMs !== null) {
      this.firstDeltaOverModel.observe(Math.max(0, totalMs - modelMs) / 1000);
    }
  }

  toolCallEnded(tool: string, outcome: string): void {
    this.toolCalls.inc({ tool, outcome });
  }
}
