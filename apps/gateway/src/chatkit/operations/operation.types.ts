import type { ChatKitRequestType, JsonRequestType, RequestOf, ResponseOf, StreamingRequestType } from '@frontdesk/chatkit-protocol';
import type { Caller } from '../../sessions/caller.js';
import type { NothingOnItsWay, StreamPlan } from '../../streaming/stream-plan.js';

type ParamsByType = { readonly [T in ChatKitRequestType]: RequestOf<T>['params'] };

/** A parsed request, with its type and its parameters kept together for generic code. */
export interface TypedRequest<T extends ChatKitRequestType> {
  readonly type: T;
  readonly params: ParamsByType[T];
}

/** One call of an operation: who asks, and what was parsed. */
export interface OperationCall<T extends ChatKitRequestType> {
  /** With what was fixed for its session and tenant. */
  readonly owner: Caller;
  readonly params: ParamsByType[T];
  /** The client's key of this request, when it gave one: what it admits is admitted once. */
  readonly submissionKey?: string | undefined;
}

/** Answers with one JSON document, already as the wire wants it. */
export type JsonOperations = {
  readonly [T in JsonRequestType]: (call: OperationCall<T>) => Promise<ResponseOf<T>>;
};

/** Answers with a plan of what to stream, if there is anything; all that can be refused is refused before it returns. */
export type StreamingOperations = {
  readonly [T in StreamingRequestType]: (call: OperationCall<T>) => Promise<StreamPlan | NothingOnItsWay>;
};

/** Every operation of the protocol, and ours. A new one does not compile before it has its entry. */
export type Operations = JsonOperations & StreamingOperations;

/** The part of the table that one file is responsible for. */
export type OperationGroup<T extends ChatKitRequestType> = Pick<Operations, T>;
