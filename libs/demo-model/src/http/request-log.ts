export type RequestApi = 'responses' | 'chat_completions';
/** `client_closed`: the client went away before the end, and generation stopped. */
export type RequestOutcome = 'running' | 'completed' | 'client_closed' | 'rejected' | 'fault' | 'failed';

/** One request for an answer, for tests to look at. The fields that change do so in place. */
export interface RequestRecord {
  readonly id: string;
  readonly api: RequestApi;
  /** The body as it came. */
  readonly body: unknown;
  readonly stream: boolean;
  /** Value of the `authorization` header. */
  readonly authorization: string | null;
  /** Tokens that were generated so far. */
  readonly tokens: number;
  readonly outcome: RequestOutcome;
  /** Settles with the final outcome. */
  readonly settled: Promise<RequestOutcome>;
}

export interface RequestCounts {
  readonly total: number;
  readonly running: number;
  readonly clientClosed: number;
}

/** Counts requests, and keeps the newest ones when tests want them. */
export class RequestLog {
  private readonly records: LoggedRequest[] = [];
  private total = 0;
  private running = 0;
  private clientClosed = 0;

  /** @param keep how many records are kept; 0 outside tests, since bodies are people's words */
  constructor(private readonly keep: number) {}

  open(request: Pick<RequestRecord, 'id' | 'api' | 'body' | 'stream' | 'authorization'>): LoggedRequest {
    this.total += 1;
    this.running += 1;
    const record = new LoggedRequest(request, (outcome) => {
      this.running -= 1;
      this.clientClosed += outcome === 'client_closed' ? 1 : 0;
    });
    if (this.keep > 0) {
      this.records.push(record);
      this.records.splice(0, this.records.length - this.keep);
    }
    return record;
  }

  list(): readonly RequestRecord[] {
    return [...this.records];
  }

  counts(): RequestCounts {
    return { total: this.total, running: this.running, clientClosed: this.clientClosed };
  }
}

export class LoggedRequest implements RequestRecord {
  readonly id: string;
  readonly api: RequestApi;
  readonly body: unknown;
  readonly stream: boolean;
  readonly authorization: string | null;
  readonly settled: Promise<RequestOutcome>;
  tokens = 0;
  outcome: RequestOutcome = 'running';
  private settle!: (outcome: RequestOutcome) => void;

  constructor(
    request: Pick<RequestRecord, 'id' | 'api' | 'body' | 'stream' | 'authorization'>,
    private readonly onEnd: (outcome: RequestOutcome) => void,
  ) {
    this.id = request.id;
    this.api = request.api;
    this.body = request.body;
    this.stream = request.stream;
    this.authorization = request.authorization;
    this.settled = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** The first call counts; later ones change nothing. */
  end(outcome: Exclude<RequestOutcome, 'running'>): void {
    if (this.outcome === 'running') {
      this.outcome = outcome;
      this.onEnd(outcome);
      this.settle(outcome);
    }
  }
}
