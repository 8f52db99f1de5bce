import { encodeEvent, type ChatKitRequest } from '@frontdesk/chatkit-protocol';
import { FrontdeskError, type Owner, type RunRequest } from '@frontdesk/contracts';
import { Injectable } from '@nestjs/common';
import { SubmissionStore, type Submission } from '@frontdesk/runs';
import { ThreadStore, toWireThread } from '@frontdesk/threads';
import { RunDispatcher } from '../runs/run-dispatcher.js';
import type { StreamPlan } from '../streaming/stream-plan.js';
import { streamOptions } from './operations/answering.js';

const KEY_HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]{1,200}$/;

/** The client's key of a request. @throws FrontdeskError invalid_request */
export function submissionKeyIn(headers: Readonly<Record<string, unknown>>): string | undefined {
  const key = headers[KEY_HEADER];
  if (key === undefined) {
    return undefined;
  }
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new FrontdeskError('invalid_request', {
      detail: 'Idempotency-Key is not a key: 1 to 200 visible ASCII characters without blanks.',
      param: 'idempotency-key',
    });
  }
  return key;
}

/** Which requests a run may stem from, by what is kept of them. */
const REQUEST_KINDS: Readonly<Record<string, readonly string[]>> = {
  'threads.create': ['user_message'],
  'threads.add_user_message': ['user_message'],
  'threads.retry_after_item': ['retry'],
  'threads.add_client_tool_output': ['client_tool_output'],
  'threads.add_structured_input': ['structured_input'],
  'threads.custom_action': ['custom_action'],
  'threads.sync_custom_action': ['custom_action at once'],
};

/** Answers a request that was sent before with the stream of the run that it became. */
@Injectable()
export class RepeatedSubmission {
  constructor(
    private readonly submissions: SubmissionStore,
    private readonly threads: ThreadStore,
    private readonly dispatcher: RunDispatcher,
  ) {}

  /**
   * @param failure what the admission of this request failed with
   * @returns null when it is no repeat, and failed for another reason
   * @throws FrontdeskError invalid_request when the key was that of another request
   */
  async attach(owner: Owner, request: ChatKitRequest, key: string, failure: unknown): Promise<StreamPlan | null> {
    const earlier = await this.submissions.findEarlier(owner, key, failure);
    if (earlier === null) {
      return null;
    }
    assertSame(request, earlier);
    // Whoever admitted it may not have lived to dispatch it; where it did, this changes nothing.
    this.dispatcher.dispatch(earlier);
    const { threadId, runId, tailFrom } = earlier;
    const frames = await this.framesOf(owner, request.type, earlier);
    return { threadId, runId, tailFrom, frames, askedForAnswer: true, mayBeOver: true, passesEarlierEnds: true };
  }

  private async framesOf(owner: Owner, type: ChatKitRequest['type'], { threadId, request, mayBeStopped }: Submission): Promise<string[]> {
    const thread =
      type === 'threads.create' ? [encodeEvent({ type: 'thread.created', thread: toWireThread(await this.threads.getThread(owner, threadId)) })] : [];
    const message =
      request.type === 'user_message'
        ? [encodeEvent({ type: 'thread.item.done', item: await this.threads.getItem(owner, threadId, request.item_id) })]
        : [];
    const answered =
      request.type === 'structured_input'
        ? [encodeEvent({ type: 'thread.item.replaced', item: await this.threads.getItem(owner, threadId, request.item_id) })]
        : [];
    return [...thread, ...message, streamOptions(mayBeStopped), ...answered];
  }
}

const kindOf = (request: RunRequest): string => ('at_once' in request ? `${request.type} at once` : request.type);

/** @throws FrontdeskError invalid_request when the earlier request under the key was another one */
export function assertSame({ type, params }: Pick<ChatKitRequest, 'type' | 'params'>, earlier: Submission): void {
  const isOfThread = !('thread_id' in params) || params.thread_id === earlier.threadId;
  if (!isOfThread || REQUEST_KINDS[type]?.includes(kindOf(earlier.request)) !== true) {
    throw new FrontdeskError('invalid_request', { detail: 'Idempotency-Key was used for another request already.', param: 'idempotency-key' });
  }
}
