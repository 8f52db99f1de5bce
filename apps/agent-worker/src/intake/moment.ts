/**
 * An occasion for a job that all workers call the same: they look for the same runs at about the same time, and one job will do.
 *
 * @param lengthMs how long a moment lasts
 */
export const momentOf = (lengthMs: number): string => `${lengthMs}-${Math.floor(Date.now() / lengthMs)}`;
