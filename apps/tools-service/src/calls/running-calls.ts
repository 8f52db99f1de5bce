import type { ToolCallEvent } from '@frontdesk/contracts';
import { CallInterrupted } from '../ledger/call-interrupted.js';
import { assertSameCall, type LedgerCall } from '../ledger/call-ledger.js';
import type { SettledCall } from '../ledger/call-outcome.schema.js';

/** What a tool shows while it runs: progress, and effects that are live. */
export type LiveEvent = Extract<ToolCallEvent, { type: 'progress' | 'effect' }>;
export type LiveListener = (event: LiveEvent) => void;

/** One request for a call: its end of the stream. */
export interface Caller {
  /** Aborted when the request is gone. */
  readonly signal: AbortSignal;
  readonly show: LiveListener;
}

/** Runs a call for everybody who asked for it. `signal` is aborted when the last of them is gone, or by shutdown. */
export type CallStarter = (controller: AbortController, show: LiveListener) => Promise<SettledCall>;

/** The calls of this process, so that a repeat joins the call that runs already, and shutdown can wait for them. */
export class RunningCalls {
  private readonly running = new Map<string, SharedCall>();
  private readonly idleListeners = new Set<() => void>();

  get size(): number {
    return this.running.size;
  }

  /**
   * Starts the call, or joins the one that runs with the same key.
   * @throws FrontdeskError `tool_forbidden` when the key stands for another call; CallInterrupted when the caller is gone
   */
  async share(call: LedgerCall, caller: Caller, start: CallStarter): Promise<SettledCall> {
    const key = JSON.stringify([call.runId, call.callId]);
    for (;;) {
      const known = this.running.get(key);
      if (known !== undefined) {
        assertSameCall(known.call, call);
      }
      const shared = known ?? this.start(key, call, start);
      try {
        const settled = await shared.join(caller);
        return known === undefined ? settled : { ...settled, replayed: true };
      } catch (error) {
        // It was stopped because its first caller left in the moment that this one came: it is this one's to make.
        const leftBehind = error instanceof CallInterrupted && error.reason === 'cancelled' && !caller.signal.aborted;
        if (!leftBehind) {
          throw error;
        }
      }
    }
  }

  /** Resolves when no call runs. */
  idle(): Promise<void> {
    if (this.running.size === 0) {
      return Promise.resolve();
    }
    return new Promise((resolve) => this.idleListeners.add(resolve));
  }

  interruptAll(): void {
    for (const shared of this.running.values()) {
      shared.controller.abort(new CallInterrupted('shutdown'));
    }
  }

  private start(key: string, call: LedgerCall, start: CallStarter): SharedCall {
    const shared = new SharedCall(call, start, () => {
      this.running.delete(key);
      if (this.running.size > 0) {
        return;
      }
      for (const listener of this.idleListeners) {
        listener();
      }
      this.idleListeners.clear();
    });
    this.running.set(key, shared);
    return shared;
  }
}

class SharedCall {
  readonly controller = new AbortController();
  private readonly callers = new Set<Caller>();
  private readonly settled: Promise<SettledCall>;

  constructor(
    readonly call: LedgerCall,
    start: CallStarter,
    done: () => void,
  ) {
    this.settled = start(this.controller, (event) => {
      for (const caller of this.callers) {
        caller.show(event);
      }
    }).finally(done);
  }

  /** The call's end, or a CallInterrupted at once when the caller leaves; the last one to leave stops the call. */
  async join(caller: Caller): Promise<SettledCall> {
    this.callers.add(caller);
    const { promise: gone, reject } = deferredRejection();
    const leave = () => reject(new CallInterrupted('cancelled'));
    caller.signal.addEventListener('abort', leave, { once: true });
    if (caller.signal.aborted) {
      leave();
    }
    try {
      return await Promise.race([this.settled, gone]);
    } finally {
      caller.signal.removeEventListener('abort', leave);
      this.callers.delete(caller);
      if (this.callers.size === 0) {
        this.controller.abort(new CallInterrupted('cancelled'));
      }
    }
  }
}

function deferredRejection(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, rejectPromise) => {
    reject = rejectPromise;
  });
  return { promise, reject };
}
