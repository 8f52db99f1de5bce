import { CURSOR_START, FrontdeskError, parseCursor, type Cursor, type Owner } from '@frontdesk/contracts';
import { Injectable } from '@nestjs/common';
import { RunAdmissionStore, type RunState } from '@frontdesk/runs';
import { ThreadStore } from '@frontdesk/threads';
import { RunCanceller } from '../../runs/run-canceller.js';
import { streamOptions } from './answering.js';
import type { OperationGroup } from './operation.types.js';

/** Frontdesk's own: picking an answer up again after a lost connection or a reload, and stopping it for good. */
@Injectable()
export class RunsOperations {
  readonly table: OperationGroup<'runs.stream' | 'runs.cancel'> = {
    'runs.stream': async ({ owner, params }) => {
      const after = params.after === undefined ? null : cursorFrom(params.after);
      const run = await this.find(owner, params.thread_id, params.run_id);
      if (run === null) {
        return { runId: null, wasStopped: await this.admission.wasLastStopped(owner, params.thread_id) };
      }
      return {
        threadId: params.thread_id,
        runId: run.id,
        // Who comes with a cursor has had them.
        frames: after === null ? [streamOptions(!(await this.admission.hasUnstoppable(owner, params.thread_id, run.id)))] : [],
        tailFrom: after ?? CURSOR_START,
        askedForAnswer: false,
        mayBeOver: true,
        passesEarlierEnds: true,
      };
    },

    'runs.cancel': async ({ owner, params }) => {
      await this.threads.getThread(owner, params.thread_id);
      if (!(await this.canceller.cancel(owner, params.thread_id, params.run_id))) {
        throw new FrontdeskError('forbidden', { detail: 'This answer cannot be stopped.', param: 'params.thread_id' });
      }
      return {};
    },
  };

  constructor(
    private readonly admission: RunAdmissionStore,
    private readonly threads: ThreadStore,
    private readonly canceller: RunCanceller,
  ) {}

  /** @returns null when no run was named and none is on its way: pages ask that whenever they open a conversation, so it is no error */
  private async find(owner: Owner, threadId: string, runId: string | undefined): Promise<RunState | null> {
    if (runId === undefined) {
      await this.threads.getThread(owner, threadId);
      return this.admission.findActiveRun(owner, threadId);
    }
    const run = await this.admission.findRun(owner, runId, threadId);
    if (run === null) {
      throw new FrontdeskError('not_found', { detail: 'There is no such run in this thread.', param: 'params.run_id' });
    }
    return run;
  }
}

function cursorFrom(text: string): Cursor {
  const cursor = parseCursor(text);
  if (cursor === null) {
    throw new FrontdeskError('invalid_request', { detail: 'params.after is not the id of an event.', param: 'params.after' });
  }
  return cursor;
}
