/** Why there is no session. `unreachable` is worth trying again by itself, `refused` is not. */
export interface SessionProblem {
  readonly kind: 'unreachable' | 'refused' | 'busy';
  readonly message: string;
}

/** Thrown to callers that needed a client secret; the page shows `problem` on its own, once. */
export class SessionError extends Error {
  readonly problem: SessionProblem;

  constructor(problem: SessionProblem, cause?: unknown) {
    super(problem.message, { cause });
    this.name = 'SessionError';
    this.problem = problem;
  }
}

export const UNREACHABLE = 'The server cannot be reached right now.';

/** @param status HTTP status of the session request, or `null` when no answer came at all. */
export function describeProblem(status: number | null, serverMessage?: string): SessionProblem {
  if (status === 429) {
    return { kind: 'busy', message: serverMessage ?? 'Too many requests. Wait a moment and try again.' };
  }
  if (status !== null && status >= 400 && status < 500) {
    return { kind: 'refused', message: serverMessage ?? 'This installation did not open a session for you.' };
  }
  return { kind: 'unreachable', message: UNREACHABLE };
}
