import { encodeEvent, toWire } from '@frontdesk/chatkit-protocol';
import { Injectable } from '@nestjs/common';
import { RunInteractionStore } from '@frontdesk/runs';
import { SyncActions } from '../../actions/sync-actions.js';
import { RunDispatcher } from '../../runs/run-dispatcher.js';
import { checkAction, checkSubmission } from '../limits.js';
import { RunTerms } from '../run-terms.js';
import { answering } from './answering.js';
import type { OperationGroup } from './operation.types.js';

/** What people do with what the chat shows them: they answer questions and use widgets. */
@Injectable()
export class InteractionsOperations {
  readonly table: OperationGroup<'threads.add_structured_input' | 'threads.custom_action' | 'threads.sync_custom_action'> = {
    'threads.add_structured_input': async ({ owner, params, submissionKey }) => {
      checkSubmission(params.input);
      const requester = this.terms.settle(owner);
      const { item, ...admission } = await this.interactions.admitStructuredInput(requester, params.thread_id, params.item_id, params.input, submissionKey);
      this.dispatcher.dispatch(admission);
      return answering(admission, [], [encodeEvent({ type: 'thread.item.replaced', item })]);
    },

    'threads.custom_action': async ({ owner, params, submissionKey }) => {
      checkAction(params.action);
      const requester = this.terms.settle(owner);
      const admission = await this.interactions.admitCustomAction(requester, params.thread_id, senderOf(params.item_id), params.action, submissionKey);
      this.dispatcher.dispatch(admission);
      return answering(admission);
    },

    'threads.sync_custom_action': async ({ owner, params, submissionKey }) => {
      checkAction(params.action);
      const { thread_id: threadId, action } = params;
      const updated = await this.syncActions.handle(owner, { threadId, itemId: senderOf(params.item_id), action, key: submissionKey });
      return updated === null ? {} : { updated_item: toWire(updated) };
    },
  };

  constructor(
    private readonly interactions: RunInteractionStore,
    private readonly dispatcher: RunDispatcher,
    private readonly syncActions: SyncActions,
    private readonly terms: RunTerms,
  ) {}
}

/** No sender: absent, null, or the empty text, as the reference has it. */
const senderOf = (itemId: string | null | undefined): string | null => (itemId === undefined || itemId === '' ? null : itemId);
