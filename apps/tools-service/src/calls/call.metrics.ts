import { Counter, Gauge, Histogram, LATENCY_BUCKETS_SECONDS, type Registry } from '@frontdesk/observability';

/** Figures of the tool calls. */
export class CallMetrics {
  private readonly calls: Counter<'tool' | 'outcome' | 'replayed'>;
  private readonly duration: Histogram<'tool'>;

  constructor(registry: Registry, running: () => number) {
    const registers = [registry];
    this.calls = new Counter({
      name: 'frontdesk_tool_calls_total',
      help: 'Tool calls by tool and outcome: "result" or the code of the failure.',
      labelNames: ['tool', 'outcome', 'replayed'],
      registers,
    });
    this.duration = new Histogram({
      name: 'frontdesk_tool_call_duration_seconds',
      help: 'Time from the request to the last event.',
      labelNames: ['tool'],
      buckets: LATENCY_BUCKETS_SECONDS,
      registers,
    });
    new Gauge({
      name: 'frontdesk_tool_calls_running',
      help: 'Calls that run in this process.',
      registers,
      collect() {
        this.set(running());
      },
    });
  }

  /** @param tool a registered name, or "unknown": labels must not come from callers */
  ended(tool: string, outcome: string, replayed: boolean, durationMs: number): void {
    this.calls.inc({ tool, outcome, replayed: String(replayed) });
    this.duration.observe({ tool }, durationMs / 1000);
  }
}
