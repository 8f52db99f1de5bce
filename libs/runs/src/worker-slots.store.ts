import { TUNABLES } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';

/** Says how many answers all workers together can write at once. A worker that is not heard of for a lease does not count. */
export class WorkerSlotsStore {
  constructor(private readonly db: Database) {}

  /** Tells the others about this worker. @returns the slots of all of them, its own included */
  async announce(workerId: string, slots: number): Promise<number> {
    const [row] = await this.db.$queryRaw<Array<{ others: number }>>`
      WITH self AS (
        INSERT INTO workers (id, slots, seen_at) VALUES (${workerId}, ${slots}, now())
        ON CONFLICT (id) DO UPDATE SET slots = excluded.slots, seen_at = excluded.seen_at),
      gone AS (DELETE FROM workers WHERE seen_at < now() - interval '1 hour' AND id <> ${workerId})
      SELECT coalesce(sum(slots), 0)::int AS others FROM workers
      WHERE id <> ${workerId} AND seen_at > now() - make_interval(secs => ${TUNABLES.leaseMs / 1000}::double precision)`;
    return slots + (row?.others ?? 0);
  }

  /** A worker that stops takes its slots with it. */
  async leave(workerId: string): Promise<void> {
    await this.db.$executeRaw`DELETE FROM workers WHERE id = ${workerId}`;
  }
}
