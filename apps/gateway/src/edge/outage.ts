/** Prisma's names for a database that cannot be talked to. */
const UNREACHABLE_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections', 'TlsConnectionError']);
/** SQLSTATE classes of a server that is going away (57P), has no room (53) or lost the connection (08). */
const UNREACHABLE_STATES = /^(57P|53|08)/;
/** Drivers below Prisma, and ioredis, say it in words only. */
const UNREACHABLE_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Stream isn't writeable|Connection is closed|Command timed out|max retries per request|ECONNREFUSED|ECONNRESET|EPIPE/;

/** Whether an error says that a store is away, as opposed to a defect of ours. Looks at Postgres (through Prisma) and Redis (ioredis). */
export function isOutage(cause: unknown): boolean {
  if (!(cause instanceof Error)) {
    return false;
  }
  const driver = driverCause(cause);
  if (driver !== undefined) {
    return UNREACHABLE_KINDS.has(driver.kind ?? '') || UNREACHABLE_STATES.test(driver.originalCode ?? '');
  }
  return UNREACHABLE_WORDS.test(cause.message) || isOutage(cause.cause);
}

interface DriverCause {
  readonly kind?: string;
  readonly originalCode?: string;
}

/** What the Postgres driver said, where Prisma keeps it. */
function driverCause(cause: Error): DriverCause | undefined {
  const { meta } = cause as { meta?: { driverAdapterError?: { cause?: DriverCause } } };
  return meta?.driverAdapterError?.cause;
}
