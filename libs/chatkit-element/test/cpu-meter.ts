import type { CDPSession, Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  /** Time on the processor, in microseconds. */
  tdur?: number;
  pid: number;
  tid: number;
  args?: { name?: string };
}

/**
 * What a page's main thread does, in time on the processor: how busy the rest of the machine is does not count.
 */
export class CpuMeter {
  private readonly session: CDPSession;
  private readonly events: TraceEvent[] = [];

  private constructor(session: CDPSession) {
    this.session = session;
    session.on('Tracing.dataCollected', ({ value }) => {
      this.events.push(...(value as unknown as TraceEvent[]));
    });
  }

  static async on(page: Page): Promise<CpuMeter> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new CpuMeter(session);
  }

  /** Milliseconds that the page's tasks have taken so far. */
  async busy(): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  }

  async startTrace(): Promise<void> {
    await this.session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', '__metadata'] },
    });
  }

  /** @returns milliseconds of the longest tasks of pages' main threads since {@link startTrace}, longest first */
  async longestTasks(count: number): Promise<number[]> {
    const complete = new Promise<void>((resolve) => this.session.once('Tracing.tracingComplete', () => resolve()));
    await this.session.send('Tracing.end');
    await complete;
    const mains = new Set(
      this.events
        .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    );
    return this.events
      .filter(({ name, pid, tid }) => name === 'RunTask' && mains.has(`${pid} ${tid}`))
      .map(({ tdur }) => (tdur ?? 0) / 1000)
      .sort((a, b) => b - a)
      .slice(0, count);
  }
}
