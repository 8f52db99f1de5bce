import { TUNABLES } from '@frontdesk/contracts';
import { Prisma } from '@frontdesk/database';

/** How much may be at work at once, over all workers. Read anew for every claim. */
export interface ClaimLimits {
  /** Answers at once. What the workers have beyond it is kept for tenants with next to nothing at work. */
  readonly slots: number;
  /** Of one tenant, and of one of its users; a tenant's settings go before. */
  readonly ofTenant: number;
  readonly ofUser: number;
}

/** Large enough for everybody, and small enough to be a bound in SQL. */
export const NO_CLAIM_LIMITS: ClaimLimits = { slots: 1_000_000, ofTenant: 1_000_000, ofUser: 1_000_000 };

/** Claims that may be under way at the same moment. So near to a limit they are counted one after another. */
const CLAIMS_AT_ONCE = 10;

/** What a tenant may have at work though all slots are taken. */
const shareOf = (slots: number): number => Math.max(1, Math.floor(slots / 8));

/** No other run of the thread of run r is at work or came earlier. */
export const IS_FIRST_IN_THREAD = Prisma.sql`NOT EXISTS (
  SELECT FROM runs o WHERE o.thread_id = r.thread_id AND o.id <> r.id
    AND (o.status = 'running' OR (o.status = 'queued' AND o.seq < r.seq)))`;

const RUNNING_OF_USER = Prisma.sql`(SELECT count(*) FROM runs b WHERE b.tenant_id = r.tenant_id AND b.user_id = r.user_id AND b.status = 'running')`;
const runningOfTenant = (tenantId: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT count(*) FROM runs b WHERE b.tenant_id = ${tenantId} AND b.status = 'running')`;

const limitOfUser = ({ ofUser }: ClaimLimits): Prisma.Sql =>
  Prisma.sql`coalesce((SELECT (settings->>'max_concurrent_answers_per_user')::int FROM tenants WHERE id = r.tenant_id), ${ofUser}::int)`;
const limitOfTenant = (tenantId: Prisma.Sql, { ofTenant }: ClaimLimits): Prisma.Sql =>
  Prisma.sql`coalesce((SELECT (settings->>'max_concurrent_answers')::int FROM tenants WHERE id = ${tenantId}), ${ofTenant}::int)`;

/** Keeps to a limit also when claims come at the same moment. @param now the exact count; it makes others wait */
const isBelow = (running: Prisma.Sql, limit: Prisma.Sql, now: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT CASE WHEN running + ${CLAIMS_AT_ONCE} < bound THEN true WHEN running >= bound THEN false ELSE ${now} < bound END
  FROM (SELECT ${running} AS running, ${limit} AS bound OFFSET 0) load)`;

const everybodys = (slots: number): Prisma.Sql => Prisma.sql`(SELECT count(*) FROM (SELECT FROM runs WHERE status = 'running' LIMIT ${slots}) everyone)`;

/**
 * The limits let run r begin: of its tenant, of all, of its user. Locks are taken in this order, so that no two claims wait for each
 * other; and a tenant that has next to nothing at work does not stand in line with everybody's claims while slots become free.
 */
export const hasRoom = (limits: ClaimLimits): Prisma.Sql => {
  const { slots } = limits;
  const tenantId = Prisma.sql`r.tenant_id`;
  const running = runningOfTenant(tenantId);
  const ofTenantNow = Prisma.sql`running_now(r.tenant_id, NULL)`;
  return Prisma.sql`(CASE
    WHEN NOT ${isBelow(running, limitOfTenant(tenantId, limits), ofTenantNow)} THEN false
    WHEN ${everybodys(slots)} + ${CLAIMS_AT_ONCE} >= ${slots}::int
      AND NOT ${isBelow(running, Prisma.sql`${shareOf(slots)}::int`, ofTenantNow)}
      AND NOT ${isBelow(everybodys(slots), Prisma.sql`${slots}::int`, Prisma.sql`running_now(NULL, NULL)`)} THEN false
    ELSE ${isBelow(RUNNING_OF_USER, limitOfUser(limits), Prisma.sql`running_now(r.tenant_id, r.user_id)`)} END)`;
};

/** A worker that is not heard of for a lease does not count. */
export const WORKER_LIVES = Prisma.sql`seen_at > now() - make_interval(secs => ${TUNABLES.leaseMs / 1000}::double precision)`;

/** So many queued runs of a tenant are a queue: whoever comes behind them is found when a slot becomes free. */
const QUEUE = 8;

/** How many answers of the tenant could begin now, as far as those who do not know the workers' own limits can tell. */
export const freeSlots = (tenantId: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT greatest(0, least(bound - running, greatest(greatest(1, slots / 8) - running, slots - (SELECT count(*) FROM runs WHERE status = 'running'))))
  FROM (SELECT ${runningOfTenant(tenantId)} AS running, ${limitOfTenant(tenantId, NO_CLAIM_LIMITS)} AS bound,
    (SELECT coalesce(sum(w.slots), 0) FROM workers w WHERE ${WORKER_LIVES}) AS slots OFFSET 0) load)`;

/**
 * Whether a run of the tenant that is queued now could begin at once, as far as its admission can tell. Where it cannot, a job
 * for it would find no room, and thousands of them would keep the workers busy with nothing.
 */
export const needsWakeUp = (tenantId: string): Prisma.Sql => {
  const tenant = Prisma.sql`${tenantId}`;
  return Prisma.sql`(CASE WHEN NOT EXISTS (SELECT FROM runs q WHERE q.tenant_id = ${tenant} AND q.status = 'queued' OFFSET ${QUEUE - 1}) THEN true
    ELSE ${freeSlots(tenant)} > 0 END)`;
};

/**
 * Queued runs that may begin now, in the order in which they should: whose tenant has the least at work first, then by age.
 * Looks at each tenant that waits once, however much of it waits; tenants at their limit cost nothing more.
 *
 * @param condition what else must hold of run r
 */
export const runsInTurn = (limits: ClaimLimits, condition: Prisma.Sql, count: number): Prisma.Sql => {
  const bound = limitOfTenant(Prisma.sql`w.tenant_id`, limits);
  return Prisma.sql`
    WITH RECURSIVE waiting AS (
      (SELECT tenant_id FROM runs WHERE status = 'queued' ORDER BY tenant_id LIMIT 1)
      UNION ALL
      (SELECT later.tenant_id FROM waiting w CROSS JOIN LATERAL (
        SELECT tenant_id FROM runs WHERE status = 'queued' AND tenant_id > w.tenant_id ORDER BY tenant_id LIMIT 1) later)),
    load AS MATERIALIZED (
      SELECT w.tenant_id, ${runningOfTenant(Prisma.sql`w.tenant_id`)} AS running, ${bound} AS bound FROM waiting w)
    SELECT candidate.id, candidate.epoch
    FROM load
    CROSS JOIN LATERAL (
      SELECT r.id, r.epoch, r.seq, row_number() OVER (ORDER BY r.seq) AS place
      FROM runs r
      WHERE r.tenant_id = load.tenant_id AND r.status = 'queued' AND ${condition} AND ${IS_FIRST_IN_THREAD}
        AND ${RUNNING_OF_USER} < ${limitOfUser(limits)}
      ORDER BY r.seq LIMIT ${count}) candidate
    WHERE load.running < load.bound AND (load.running < ${shareOf(limits.slots)} OR ${everybodys(limits.slots)} < ${limits.slots})
      AND load.running + candidate.place <= load.bound
    ORDER BY load.running + candidate.place, candidate.seq LIMIT ${count}`;
};
