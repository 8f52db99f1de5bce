import { encodeEvent, type UserMessageInput, type UserMessageItem } from '@frontdesk/chatkit-protocol';
import { newId } from '@frontdesk/contracts';
import { Injectable } from '@nestjs/common';
import { RunAdmissionStore } from '@frontdesk/runs';
import { ThreadStore, toWireThread } from '@frontdesk/threads';
import { MessageFiles } from '../../attachments/message-files.js';
import { RunDispatcher } from '../../runs/run-dispatcher.js';
import type { Caller } from '../../sessions/caller.js';
import { checkMessage } from '../limits.js';
import { RunTerms } from '../run-terms.js';
import { answering } from './answering.js';
import type { OperationGroup } from './operation.types.js';

/** What a person says, and what is answered again. */
@Injectable()
export class MessagesOperations {
  readonly table: OperationGroup<'threads.create' | 'threads.add_user_message' | 'threads.retry_after_item'> = {
    'threads.create': async ({ owner, params, submissionKey }) => {
      checkMessage(params.input);
      const requester = this.terms.settle(owner, params.input.inference_options);
      const item = await this.userMessage(owner, null, params.input);
      const admission = await this.admission.admitNewThread(requester, item, submissionKey);
      this.dispatcher.dispatch(admission);
      return answering(admission, [
        encodeEvent({ type: 'thread.created', thread: toWireThread(admission.thread) }),
        encodeEvent({ type: 'thread.item.done', item }),
      ]);
    },

    'threads.add_user_message': async ({ owner, params, submissionKey }) => {
      checkMessage(params.input);
      const requester = this.terms.settle(owner, params.input.inference_options);
      const item = await this.userMessage(owner, params.thread_id, params.input);
      const admission = await this.admission.admitUserMessage(requester, item, submissionKey);
      this.dispatcher.dispatch(admission);
      return answering(admission, [encodeEvent({ type: 'thread.item.done', item })]);
    },

    'threads.retry_after_item': async ({ owner, params, submissionKey }) => {
      const item = await this.threads.getItem(owner, params.thread_id, params.item_id);
      const wishes = item.type === 'user_message' ? item.inference_options : undefined;
      const requester = this.terms.settle(owner, wishes, 'params.item_id');
      const admission = await this.admission.admitRetry(requester, params.thread_id, params.item_id, submissionKey);
      this.dispatcher.dispatch(admission);
      return answering(admission);
    },
  };

  constructor(
    private readonly admission: RunAdmissionStore,
    private readonly dispatcher: RunDispatcher,
    private readonly files: MessageFiles,
    private readonly threads: ThreadStore,
    private readonly terms: RunTerms,
  ) {}

  /** @param threadId null for a new thread */
  private async userMessage(owner: Caller, threadId: string | null, input: UserMessageInput): Promise<UserMessageItem> {
    const id = threadId ?? newId('thr');
    return { ...userMessage(id, input), attachments: await this.files.of(owner, input.attachments, threadId, id) };
  }
}

function userMessage(threadId: string, input: UserMessageInput): UserMessageItem {
  return {
    id: newId('msg'),
    thread_id: threadId,
    created_at: new Date().toISOString(),
    type: 'user_message',
    content: input.content,
    attachments: [],
    quoted_text: input.quoted_text,
    inference_options: input.inference_options,
  };
}
