import type { Database } from '@frontdesk/database';
import { WORKER_LIVES } from './fair-turn.js';

/** What a worker knows of all of them, itself included. */
export interface WorkersSeen {
  /** Answers that they can write at once. */
  readonly slots: number;
  readonly workers: number;
  /** Of the worker that asks, in the order of their ids; from 0. */
  readonly place: number;
}

/** Says how many answers all workers together can write at once. */
export class WorkerSlotsStore {
  constructor(private readonly db: Database) {}

  /** Tells the others about this worker. */
  async announce(workerId: string, slots: number): Promise<WorkersSeen> {
    const [row] = await this.db.$queryRaw<Array<{ slots: number; others: number; before: number }>>`
      WITH self AS (
        INSERT INTO workers (id, slots, seen_at) VALUES (${workerId}, ${slots}, now())
        ON CONFLICT (id) DO UPDATE SET slots = excluded.slots, seen_at = excluded.seen_at),
      gone AS (DELETE FROM workers WHERE seen_at < now() - interval '1 hour' AND id <> ${workerId})
      SELECT coalesce(sum(slots), 0)::int AS slots, count(*)::int AS others, (count(*) FILTER (WHERE id < ${workerId}))::int AS before FROM workers
      WHERE id <> ${workerId} AND ${WORKER_LIVES}`;
    return { slots: slots + (row?.slots ?? 0), workers: 1 + (row?.others ?? 0), place: row?.before ?? 0 };
  }

  /** A worker that stops takes its slots with it. */
  async leave(workerId: string): Promise<void> {
    await this.db.$executeRaw`DELETE FROM workers WHERE id = ${workerId}`;
  }
}
