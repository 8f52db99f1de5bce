import { isDatabaseOutage } from '@frontdesk/database';

/** ioredis says it in words only. */
const REDIS_WORDS = /Stream isn't writeable|Connection is closed|Command timed out|max retries per request|ECONNREFUSED|ECONNRESET|EPIPE/;

/** Whether an error says that a store is away, as opposed to a defect of ours. */
export function isOutage(cause: unknown): boolean {
  return isDatabaseOutage(cause) || (cause instanceof Error && (REDIS_WORDS.test(cause.message) || isOutage(cause.cause)));
}
