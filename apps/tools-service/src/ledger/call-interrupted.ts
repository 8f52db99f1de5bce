/** Why a running call was stopped from outside. */
export type InterruptionReason = 'deadline' | 'cancelled' | 'shutdown';

/** The reason of an aborted call's signal. */
export class CallInterrupted extends Error {
  constructor(readonly reason: InterruptionReason) {
    super(`the call was interrupted: ${reason}`);
    this.name = 'CallInterrupted';
  }
}
