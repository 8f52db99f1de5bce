import { setTimeout as delay } from 'node:timers/promises';
import { TUNABLES } from '@frontdesk/contracts';
import { isDatabaseOutage } from '@frontdesk/database';

const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 1_000;

/**
 * Tries a guarded write again while Postgres is away. Every such write says whether it won and may be repeated, so a
 * worker holds on to its run for as long as nobody can take it. What is no outage is not worth more than one lease.
 *
 * @returns what the write says, such as false when the run belongs to somebody else
 * @throws whatever the last try threw
 */
export async function fencedWrite<T>(write: () => Promise<T>, boundMs: number = TUNABLES.storeOutageMs): Promise<T> {
  const startedAt = Date.now();
  for (let pause = RETRY_MIN_MS; ; pause = Math.min(pause * 2, RETRY_MAX_MS)) {
    try {
      return await write();
    } catch (cause) {
      const patience = isDatabaseOutage(cause) ? boundMs : Math.min(boundMs, TUNABLES.leaseMs);
      if (Date.now() + pause - startedAt > patience) {
        throw cause;
      }
      await delay(pause);
    }
  }
}
