import { QueryError } from './direct-queries.js';

/** Prisma's names for a database that cannot be talked to. */
const UNREACHABLE_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections', 'TlsConnectionError']);
/**
 * SQLSTATE classes of a server that is going away (57P), has no room (53), lost the connection (08) or took a transaction back for
 * another one's sake (40).
 */
const UNREACHABLE_STATES = /^(57P|53|08|40)/;
/** The driver, and Prisma of transactions that took too long and were taken back, say it in words only. */
const UNREACHABLE_WORDS =
  /Connection terminated|connection error|Client was closed|timeout exceeded when trying to connect|Unable to start a transaction|expired transaction|ECONNREFUSED|ECONNRESET|EPIPE/;

/** Whether a failed query says that Postgres is away, as opposed to a defect of ours: then the same query may work a moment later. */
export function isDatabaseOutage(cause: unknown): boolean {
  if (!(cause instanceof Error)) {
    return false;
  }
  if (cause instanceof QueryError) {
    return cause.sqlState === undefined ? isConnectionLost(cause) : UNREACHABLE_STATES.test(cause.sqlState);
  }
  const driver = driverCause(cause);
  if (driver !== undefined) {
    return UNREACHABLE_KINDS.has(driver.kind ?? '') || UNREACHABLE_STATES.test(driver.originalCode ?? '');
  }
  return UNREACHABLE_WORDS.test(cause.message) || isDatabaseOutage(cause.cause);
}

/** The system says so (no route, no such host, refused; of one address or of several), or the driver, whose connection ended. */
const isConnectionLost = ({ message, cause }: QueryError): boolean =>
  (typeof cause === 'object' && cause !== null && ('syscall' in cause || 'errors' in cause)) || UNREACHABLE_WORDS.test(message);

interface DriverCause {
  readonly kind?: string;
  readonly originalCode?: string;
}

/** What the Postgres driver said, where Prisma keeps it. */
function driverCause(cause: Error): DriverCause | undefined {
  const { meta } = cause as { meta?: { driverAdapterError?: { cause?: DriverCause } } };
  return meta?.driverAdapterError?.cause;
}
