/** Timeouts and bounds that two processes must agree on. Each names its unit, and what goes wrong when it is off. */
export const TUNABLES = {
  /** A worker that does not renew its lease for this long is taken for dead. Too short: a busy worker loses its run. Too long: users wait for a dead one. */
  leaseMs: 6_000,
  /** How often a worker renews. Must fit several times into leaseMs, so that one slow write does not cost the run. */
  heartbeatMs: 1_500,
  /** How often each worker looks for queued runs without a job and for dead leases. With leaseMs it bounds how long a dead worker goes unnoticed. */
  reconcileMs: 1_000,
  /** How long a worker holds on to its runs while Postgres is away. Shorter: every restart of Postgres costs answers. Longer: a worker that alone cannot reach it goes on in vain. */
  storeOutageMs: 60_000,
  /** A queued run younger than this is left to its own job. Too short: every run is enqueued twice. */
  reconcileGraceMs: 3_000,
  /** A queued run younger than this is on its way with its job. Shorter: slots that become free take runs whose jobs then come for nothing. Longer: a run that found no room waits for one in vain. */
  jobGraceMs: 150,
  /** The job of a new run follows this long after the call that went out to the workers. Shorter: it takes the worker's time just when the answer begins. Longer: a run whose call nobody followed waits in vain. */
  jobAfterCallMs: 10,
  /** Claims of one run before it is given up, so that a run that kills its workers does not loop. */
  maxAttempts: 3,
  /** How long a run's event log outlives its last event. A client that is away longer reads finished items from Postgres. */
  eventLogTtlSeconds: 3_600,
  /**
   * Time between two pieces of an answer's text after the first, which goes at once. With what begins and ends an answer
   * that stays within 25 writes in any second, at any rate of tokens. Shorter: more work a token. Longer: text that jumps.
   */
  flushMs: 46,
  /**
   * Time between two writes of a run to its log in the long run, whatever they hold: with one that comes early, 25 in any second. A little
   * shorter than flushMs: two clocks of the same period would stand behind each other, and each piece of text wait twice.
   */
  logGapMs: 42,
  /** Without any event from the model for this long the run is aborted: no SDK timeout covers a stalled stream. */
  modelIdleMs: 60_000,
  /** How often an idle tail looks into log and database by itself, should a notification be lost. */
  tailPollMs: 5_000,
  /** How far apart these looks become while a run stays silent. Shorter: ten thousand open streams ask Postgres thousands of times a second. */
  tailPollMaxMs: 30_000,
  /** Lifetime of a tool grant. Covers queueing between worker and tools service, not the tool's run time. */
  grantTtlSeconds: 60,
  /** How long a waiting worker keeps finishing runs after SIGTERM. */
  drainMs: 20_000,
} as const;
