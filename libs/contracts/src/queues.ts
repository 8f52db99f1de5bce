import { z } from 'zod';

/** The job is a pointer: the row in Postgres carries everything else. */
export const runJobSchema = z.object({ runId: z.string() });
export type RunJob = z.infer<typeof runJobSchema>;

export interface QueueSettings {
  readonly name: string;
  readonly prefix: string;
  readonly jobOptions: {
    readonly attempts: number;
    readonly removeOnComplete: boolean;
    readonly removeOnFail: boolean;
  };
  /** 0: BullMQ never re-delivers by itself. Dead workers are found by their lease in Postgres, not by BullMQ's lock. */
  readonly maxStalledCount: number;
}

/** Every queue with its full settings. A finished job is removed, so that its id can be enqueued again. */
export const QUEUES = {
  runs: {
    name: 'runs',
    prefix: 'frontdesk',
    jobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    maxStalledCount: 0,
  },
} as const satisfies Record<string, QueueSettings>;
