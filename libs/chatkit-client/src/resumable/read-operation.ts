/** A request of the protocol that an element is about to send. */
export interface SentOperation {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly url: string;
  /** As it is to be sent, its signal left out. */
  readonly init: RequestInit;
  readonly signal: AbortSignal | null;
}

/** Reads what a `fetch` is called with; null when that is no operation of the protocol. */
export async function readOperation(input: RequestInfo | URL, init: RequestInit = {}): Promise<SentOperation | null> {
  return input instanceof Request ? readRequest(input, init) : read(String(input), init);
}

async function readRequest(request: Request, init: RequestInit): Promise<SentOperation | null> {
  const body = request.method === 'POST' && !request.bodyUsed ? await request.clone().text() : undefined;
  const { method, headers, credentials, signal } = request;
  return read(request.url, { method, headers, credentials, signal, ...(body === undefined ? {} : { body }), ...init });
}

function read(url: string, { signal, ...init }: RequestInit): SentOperation | null {
  if (init.method?.toUpperCase() !== 'POST' || typeof init.body !== 'string') {
    return null;
  }
  const operation = operationIn(init.body);
  return operation && { ...operation, url, init, signal: signal ?? null };
}

function operationIn(body: string): Pick<SentOperation, 'type' | 'params'> | null {
  try {
    const value = JSON.parse(body) as { type?: unknown; params?: unknown } | null;
    if (typeof value?.type !== 'string' || typeof value.params !== 'object' || value.params === null) {
      return null;
    }
    return { type: value.type, params: value.params as Record<string, unknown> };
  } catch {
    // Some other POST of the page; it is sent as it is.
    return null;
  }
}
