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

/**
 * The status of a row of `runs` where the row is found by something else. Statements are planned while next to nothing is queued, and
 * keep their plans: the planner would sooner read all of the index of what is queued or running, which is next to empty, than
 * look for an id or a thread in an index of everything; and would do so for every claim with 5,000 runs in it. This way it cannot.
 */
export const statusOf = (row: Prisma.Sql): Prisma.Sql => Prisma.sql`(${row}.status || '')`;

const OTHER = statusOf(Prisma.sql`o`);

/** No other run of the thread of run r is at work or came earlier. */
export const IS_FIRST_IN_THREAD = Prisma.sql`NOT EXISTS (
  SELECT FROM runs o WHERE o.thread_id = r.thread_id AND o.id <> r.id
    AND (${OTHER} = 'running' OR (${OTHER} = 'queued' AND o.seq < r.seq)))`;

const RUNNING_OF_USER = Prisma.sql`(SELECT count(*) FROM runs b WHERE b.tenant_id = r.tenant_id AND b.user_id = r.user_id AND b.status = 'running')`;

/** How much of a tenant is at work. */
export const runningOfTenant = (tenantId: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT count(*) FROM runs b WHERE b.tenant_id = ${tenantId} AND b.status = 'running')`;

const limitOfUser = (tenantId: Prisma.Sql, { ofUser }: ClaimLimits): Prisma.Sql =>
  Prisma.sql`coalesce((SELECT (settings->>'max_concurrent_answers_per_user')::int FROM tenants WHERE id = ${tenantId}), ${ofUser}::int)`;
const limitOfTenant = (tenantId: Prisma.Sql, { ofTenant }: ClaimLimits): Prisma.Sql =>
  Prisma.sql`coalesce((SELECT (settings->>'max_concurrent_answers')::int FROM tenants WHERE id = ${tenantId}), ${ofTenant}::int)`;

/** Keeps to a limit also when claims come at the same moment. @param now the exact count; it makes others wait */
const isBelow = (running: Prisma.Sql, limit: Prisma.Sql, now: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT CASE WHEN running + ${CLAIMS_AT_ONCE} < bound THEN true WHEN running >= bound THEN false ELSE ${now} < bound END
  FROM (SELECT ${running} AS running, ${limit} AS bound OFFSET 0) load)`;

const everybodys = (slots: number): Prisma.Sql => Prisma.sql`(SELECT count(*) FROM (SELECT FROM runs WHERE status = 'running' LIMIT ${slots}) everyone)`;

/** Queued for so long that a job of its own must have come and found no room: whoever gives a slot away looks at it. */
const IS_DUE = Prisma.sql`queued_at < now() - make_interval(secs => ${TUNABLES.jobGraceMs / 1000}::double precision)`;

/** The oldest run of run r's tenant is due, and is another: a slot is that one's, unless a limit of its user is in the way. */
const OVERTAKES = Prisma.sql`coalesce((
  SELECT o.seq < r.seq AND o.${IS_DUE} FROM runs o WHERE o.tenant_id = r.tenant_id AND o.status = 'queued' ORDER BY o.seq LIMIT 1), false)`;

/**
 * The limits let run r begin: of its tenant, of all, of its user. Locks are taken in this order, so that no two claims wait for each
 * other; and a tenant that has next to nothing at work does not stand in line with everybody's claims while slots become free.
 *
 * @param isItsTurn `runsInTurn` named the run; else, where slots are scarce, it does not overtake older ones of its tenant
 */
export const hasRoom = (limits: ClaimLimits, isItsTurn: boolean): Prisma.Sql => {
  const { slots } = limits;
  const tenantId = Prisma.sql`r.tenant_id`;
  const running = runningOfTenant(tenantId);
  const bound = limitOfTenant(tenantId, limits);
  const ofTenantNow = Prisma.sql`running_now(r.tenant_id, NULL)`;
  const isScarce = Prisma.sql`${everybodys(slots)} + ${CLAIMS_AT_ONCE} >= ${slots}::int`;
  return Prisma.sql`(CASE
    WHEN NOT ${isItsTurn} AND (${isScarce} OR ${running} + ${CLAIMS_AT_ONCE} >= ${bound}) AND ${OVERTAKES} THEN false
    WHEN NOT ${isBelow(running, bound, ofTenantNow)} THEN false
    WHEN ${isScarce}
      AND NOT ${isBelow(running, Prisma.sql`${shareOf(slots)}::int`, ofTenantNow)}
      AND NOT ${isBelow(everybodys(slots), Prisma.sql`${slots}::int`, Prisma.sql`running_now(NULL, NULL)`)} THEN false
    ELSE ${isBelow(RUNNING_OF_USER, limitOfUser(tenantId, limits), Prisma.sql`running_now(r.tenant_id, r.user_id)`)} END)`;
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

/** Whether a run is queued that is due; no row while nothing is queued, which is the rule and one look at an index. */
export const IS_SOMETHING_DUE = Prisma.sql`
  SELECT EXISTS (SELECT FROM runs WHERE status = 'queued' AND ${IS_DUE}) AS due FROM (SELECT FROM runs WHERE status = 'queued' LIMIT 1) any_run`;

/**
 * Whether a worker must be told of a run of the tenant that is queued now, as far as its admission can tell: there is a slot that no
 * run is on its way to which was queued a moment ago. Thousands of jobs that find no room would keep the workers busy with nothing,
 * and somebody else's job would stand behind them.
 */
export const needsWakeUp = (tenantId: string): Prisma.Sql => {
  const queued = Prisma.sql`SELECT q.queued_at FROM runs q WHERE q.tenant_id = ${tenantId} AND q.status = 'queued'`;
  return Prisma.sql`(CASE WHEN NOT EXISTS (${queued} ORDER BY q.seq OFFSET ${QUEUE - 1}) THEN true
    ELSE (SELECT free > (SELECT count(*) FROM (${queued} ORDER BY q.seq DESC LIMIT free) newest WHERE NOT ${IS_DUE})
      FROM (SELECT ${freeSlots(Prisma.sql`${tenantId}`)} AS free OFFSET 0) room) END)`;
};

/** Users of a tenant who have as much at work as they may. */
const busyUsers = (tenantId: Prisma.Sql, ofUser: Prisma.Sql): Prisma.Sql => Prisma.sql`ARRAY(
  SELECT b.user_id FROM runs b WHERE b.tenant_id = ${tenantId} AND b.status = 'running' GROUP BY b.user_id HAVING count(*) >= ${ofUser})`;

/** Of the queued runs of a tenant (load), the oldest that may begin, each with its place among them. The users' limits hold for all of them together. */
const oldestOfTenant = (condition: Prisma.Sql, count: number): Prisma.Sql => Prisma.sql`
  SELECT id, epoch, seq, row_number() OVER (ORDER BY seq) AS place
  FROM (
    SELECT id, epoch, seq, user_id, row_number() OVER (PARTITION BY user_id ORDER BY seq) AS place_of_user
    FROM (
      SELECT r.id, r.epoch, r.seq, r.user_id FROM runs r
      WHERE r.tenant_id = load.tenant_id AND r.status = 'queued' AND r.user_id <> ALL (load.busy) AND ${condition} AND ${IS_FIRST_IN_THREAD}
      ORDER BY r.seq LIMIT ${count}) oldest) placed
  WHERE place_of_user + (SELECT count(*) FROM runs b WHERE b.tenant_id = load.tenant_id AND b.user_id = placed.user_id AND b.status = 'running') <= load.bound_of_user`;

/**
 * Queued runs that may begin now, in the order in which they should: whose tenant has the least at work first, then by age; no more
 * than could all begin. Looks at each tenant that waits once, however much of it waits; tenants at their limit cost nothing more.
 *
 * @param condition what else must hold of run r
 */
export const runsInTurn = (limits: ClaimLimits, condition: Prisma.Sql, count: number): Prisma.Sql => {
  const tenantId = Prisma.sql`w.tenant_id`;
  return Prisma.sql`
    WITH RECURSIVE waiting AS (
      (SELECT tenant_id FROM runs WHERE status = 'queued' ORDER BY tenant_id LIMIT 1)
      UNION ALL
      (SELECT later.tenant_id FROM waiting w CROSS JOIN LATERAL (
        SELECT tenant_id FROM runs WHERE status = 'queued' AND tenant_id > w.tenant_id ORDER BY tenant_id LIMIT 1) later)),
    load AS MATERIALIZED (
      SELECT *, ${busyUsers(tenantId, Prisma.sql`w.bound_of_user`)} AS busy FROM (
        SELECT w.tenant_id, ${runningOfTenant(tenantId)} AS running, ${limitOfTenant(tenantId, limits)} AS bound, ${limitOfUser(tenantId, limits)} AS bound_of_user
        FROM waiting w OFFSET 0) w),
    everyone AS MATERIALIZED (SELECT ${everybodys(limits.slots)} AS running),
    turns AS (
      SELECT candidate.id, candidate.epoch, load.running + candidate.place AS then_running,
        row_number() OVER (ORDER BY load.running + candidate.place, candidate.seq) AS turn
      FROM load CROSS JOIN everyone CROSS JOIN LATERAL (${oldestOfTenant(condition, count)}) candidate
      WHERE load.running < load.bound AND (load.running < ${shareOf(limits.slots)} OR everyone.running < ${limits.slots})
        AND load.running + candidate.place <= load.bound)
    SELECT id, epoch FROM turns CROSS JOIN everyone
    WHERE then_running <= ${shareOf(limits.slots)} OR everyone.running + turn <= ${limits.slots}
    ORDER BY turn LIMIT ${count}`;
};
