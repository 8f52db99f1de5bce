import { CURSOR_START, FrontdeskError, endsStream, parseCursor, type Cursor, type Owner } from '@frontdesk/contracts';
import { Injectable } from '@nestjs/common';
import { RunAdmissionStore, type RunState } from '@frontdesk/runs';
import { ThreadStore } from '@frontdesk/threads';
import { RunCanceller } from '../../runs/run-canceller.js';
import { STREAM_OPTIONS } from './answering.js';
import type { OperationGroup } from './operation.types.js';

/** Frontdesk's own: picking an answer up again after a lost connection or a reload, and stopping it for good. */
@Injectable()
export class RunsOperations {
  readonly table: OperationGroup<'runs.stream' | 'runs.cancel'> = {
    'runs.stream': async ({ owner, params }) => {
      const after = params.after === undefined ? null : cursorFrom(params.after);
      const run = await this.find(owner, params.thread_id, params.run_id);
      return {
        threadId: params.thread_id,
        runId: run.id,
        // Who comes with a cursor has had them.
        frames: after === null ? [STREAM_OPTIONS] : [],
        tailFrom: after ?? CURSOR_START,
        askedForAnswer: false,
        isOver: endsStream(run.status),
        passesEarlierEnds: true,
      };
    },

    'runs.cancel': async ({ owner, params }) => {
      await this.threads.getThread(owner, params.thread_id);
      await this.canceller.cancel(owner, params.thread_id, params.run_id);
      return {};
    },
  };

  constructor(
    private readonly admission: RunAdmissionStore,
    private readonly threads: ThreadStore,
    private readonly canceller: RunCanceller,
  ) {}

  private async find(owner: Owner, threadId: string, runId: string | undefined): Promise<RunState> {
    const run = await (runId === undefined ? this.admission.findActiveRun(owner, threadId) : this.admission.findRun(owner, runId, threadId));
    if (run !== null) {
      return run;
    }
    throw runId === undefined
      ? new FrontdeskError('not_found', { detail: 'No answer is on its way in this thread.', param: 'params.thread_id' })
      : new FrontdeskError('not_found', { detail: 'There is no such run in this thread.', param: 'params.run_id' });
  }
}

function cursorFrom(text: string): Cursor {
  const cursor = parseCursor(text);
  if (cursor === null) {
    throw new FrontdeskError('invalid_request', { detail: 'params.after is not the id of an event.', param: 'params.after' });
  }
  return cursor;
}
