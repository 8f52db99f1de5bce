import type { Database } from '@frontdesk/database';
import { WORKER_LIVES } from './fair-turn.js';

/** Says how many answers all workers together can write at once. */
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
      WHERE id <> ${workerId} AND ${WORKER_LIVES}`;
    return slots + (row?.others ?? 0);
  }

  /** A worker that stops takes its slots with it. */
  async leave(workerId: string): Promise<void> {
    await this.db.$executeRaw`DELETE FROM workers WHERE id = ${workerId}`;
  }
}
