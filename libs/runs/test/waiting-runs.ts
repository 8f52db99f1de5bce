import { newId } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { RunAdmissionStore } from '../src/run-admission.store.js';
import type { RunLifecycleStore } from '../src/run-lifecycle.store.js';
import type { ClaimedRun } from '../src/run-records.js';
import { userMessage } from './messages.js';

/** Runs of several tenants that wait for their turn. */
export class WaitingRuns {
  readonly admission: RunAdmissionStore;

  constructor(private readonly db: Database) {
    this.admission = new RunAdmissionStore(db);
  }

  /** @returns the run's id */
  async queue(tenantId: string, userId = 'ada'): Promise<string> {
    return (await this.admission.admitNewThread({ tenantId, userId }, userMessage(newId('thr')))).runId;
  }

  /** Many queued runs of a tenant, each on a thread of its own; users u0 … take turns. */
  async flood(tenantId: string, count: number, users = 1): Promise<void> {
    await this.db.$executeRaw`INSERT INTO threads (id, tenant_id, user_id) SELECT ${tenantId} || n, ${tenantId}, 'u' || n % ${users} FROM generate_series(1, ${count}::int) n`;
    await this.db.$executeRaw`
      INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request)
      SELECT ${`${tenantId}-run-`} || n, ${tenantId}, 'u' || n % ${users}, ${tenantId} || n, 'queued', '{"type":"retry","item_id":"i"}' FROM generate_series(1, ${count}::int) n`;
  }

  /** Whatever is queued has waited for so long that no job of its own is on its way. */
  async age(): Promise<void> {
    await this.db.$executeRaw`UPDATE runs SET queued_at = now() - interval '1 second' WHERE status = 'queued'`;
  }

  /** Claims whose turn it is until nobody may begin. */
  async fill(lifecycle: RunLifecycleStore): Promise<ClaimedRun[]> {
    const claims: ClaimedRun[] = [];
    for (;;) {
      const [next] = await lifecycle.nextInTurn(8);
      if (next === undefined) {
        return claims;
      }
      const claim = await lifecycle.claim(next.id, 'w', { isItsTurn: true });
      expect(claim).not.toBeNull(); // what is said to have its turn can be claimed
      claims.push(...(claim === null ? [] : [claim]));
    }
  }

  /** The first of them ends. */
  async endFirst(lifecycle: RunLifecycleStore, claims: readonly ClaimedRun[]): Promise<void> {
    const [first] = claims;
    expect(first === undefined ? null : await lifecycle.finish(first, { status: 'completed' })).toBe(true);
  }
}
