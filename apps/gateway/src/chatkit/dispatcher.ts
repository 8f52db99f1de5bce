import { isStreamingRequest, type ChatKitRequest, type JsonRequestType, type StreamingRequestType } from '@frontdesk/chatkit-protocol';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../sessions/caller.js';
import type { NothingOnItsWay, StreamPlan } from '../streaming/stream-plan.js';
import { AttachmentsOperations } from './operations/attachments.operations.js';
import { ClientToolsOperations } from './operations/client-tools.operations.js';
import { InteractionsOperations } from './operations/interactions.operations.js';
import { ItemsOperations } from './operations/items.operations.js';
import { MessagesOperations } from './operations/messages.operations.js';
import type { JsonOperations, Operations, StreamingOperations, TypedRequest } from './operations/operation.types.js';
import { InputOperations } from './operations/input.operations.js';
import { RunsOperations } from './operations/runs.operations.js';
import { ThreadsOperations } from './operations/threads.operations.js';

export type Answer =
  | { readonly kind: 'json'; readonly document: object }
  | { readonly kind: 'stream'; readonly plan: StreamPlan | NothingOnItsWay };

/** Finds the operation that a request names. The table is whole by its type: what is missing does not compile. */
@Injectable()
export class Dispatcher {
  readonly operations: Operations;

  constructor(
    threads: ThreadsOperations,
    items: ItemsOperations,
    messages: MessagesOperations,
    clientTools: ClientToolsOperations,
    interactions: InteractionsOperations,
    runs: RunsOperations,
    attachments: AttachmentsOperations,
    input: InputOperations,
  ) {
    this.operations = {
      ...threads.table,
      ...items.table,
      ...messages.table,
      ...clientTools.table,
      ...interactions.table,
      ...runs.table,
      ...attachments.table,
      ...input.table,
    };
  }

  /**
   * @param submissionKey the client's key of the request
   * @throws FrontdeskError what the operation refuses; the store's own error for a key that was admitted before
   */
  async dispatch(owner: Caller, request: ChatKitRequest, submissionKey?: string): Promise<Answer> {
    return isStreamingRequest(request)
      ? { kind: 'stream', plan: await this.stream(owner, request, submissionKey) }
      : { kind: 'json', document: await this.json(owner, request, submissionKey) };
  }

  private stream<T extends StreamingRequestType>(
    owner: Caller,
    request: TypedRequest<T>,
    submissionKey?: string,
  ): Promise<StreamPlan | NothingOnItsWay> {
    const table: StreamingOperations = this.operations;
    return table[request.type]({ owner, params: request.params, submissionKey });
  }

  private json<T extends JsonRequestType>(owner: Caller, request: TypedRequest<T>, submissionKey?: string): Promise<object> {
    const table: JsonOperations = this.operations;
    return table[request.type]({ owner, params: request.params, submissionKey });
  }
}
