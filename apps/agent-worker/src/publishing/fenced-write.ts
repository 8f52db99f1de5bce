import { setTimeout as delay } from 'node:timers/promises';
import { TUNABLES } from '@frontdesk/contracts';

const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 1_000;

/**
 * Tries a guarded write again while Postgres is away. Every such write says whether it won and may be repeated.
 * Past the lease another worker may hold the run, so that is how long it is worth trying.
 *
 * @returns what the write says: false when the run belongs to somebody else
 * @throws whatever the last try threw
 */
export async function fencedWrite(write: () => Promise<boolean>, boundMs: number = TUNABLES.leaseMs): Promise<boolean> {
  const until = Date.now() + boundMs;
  for (let pause = RETRY_MIN_MS; ; pause = Math.min(pause * 2, RETRY_MAX_MS)) {
    try {
      return await write();
    } catch (cause) {
      if (Date.now() + pause > until) {
        throw cause;
      }
      await delay(pause);
    }
  }
}
