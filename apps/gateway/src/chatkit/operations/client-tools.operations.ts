import { Injectable } from '@nestjs/common';
import { RunAdmissionStore } from '@frontdesk/runs';
import { RunDispatcher } from '../../runs/run-dispatcher.js';
import { checkToolOutput } from '../limits.js';
import { RunTerms } from '../run-terms.js';
import { answering } from './answering.js';
import type { OperationGroup } from './operation.types.js';

/** What the client did on the assistant's behalf. */
@Injectable()
export class ClientToolsOperations {
  readonly table: OperationGroup<'threads.add_client_tool_output'> = {
    'threads.add_client_tool_output': async ({ owner, params, submissionKey }) => {
      checkToolOutput(params.result);
      const requester = this.terms.settle(owner);
      const admission = await this.admission.admitClientToolOutput(requester, params.thread_id, params.result, submissionKey);
      this.dispatcher.dispatch(admission);
      return answering(admission);
    },
  };

  constructor(
    private readonly admission: RunAdmissionStore,
    private readonly dispatcher: RunDispatcher,
    private readonly terms: RunTerms,
  ) {}
}
