import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram, LATENCY_BUCKETS_SECONDS, type Registry } from '@frontdesk/observability';
import { REGISTRY } from '../gateway.tokens.js';
import { StreamClock } from '../streaming/stream-clock.js';

/** The figures that the gateway itself measures. What is read from the stores on demand is in StoreMetrics. */
@Injectable()
export class GatewayMetrics {
  /** Answers other than streams: their time is that of the gateway, a stream's is that of the model. */
  readonly httpDuration: Histogram<'method' | 'route' | 'status' | 'operation'>;
  readonly streams: Counter<'end'>;
  private readonly firstEvent: Histogram;
  private readonly firstDelta: Histogram;

  constructor(@Inject(REGISTRY) registry: Registry) {
    const common = { buckets: LATENCY_BUCKETS_SECONDS, registers: [registry] };
    this.httpDuration = new Histogram({
      ...common,
      name: 'frontdesk_http_request_duration_seconds',
      help: 'Duration of HTTP requests; streams are left out.',
      labelNames: ['method', 'route', 'status', 'operation'],
    });
    this.streams = new Counter({
      name: 'frontdesk_streams_total',
      help: 'Streams served, by how they ended.',
      labelNames: ['end'],
      registers: [registry],
    });
    this.firstEvent = new Histogram({
      ...common,
      name: 'frontdesk_time_to_first_event_seconds',
      help: 'Time from a request for an answer to the first event of its run.',
    });
    this.firstDelta = new Histogram({
      ...common,
      name: 'frontdesk_time_to_first_delta_seconds',
      help: 'Time from a request for an answer to the first text of it.',
    });
  }

  /** @param startedAt when the request came in, by `performance.now()` */
  streamClock(startedAt: number): StreamClock {
    return new StreamClock(startedAt, this.firstEvent, this.firstDelta);
  }
}
