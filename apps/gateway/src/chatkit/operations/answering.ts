import { encodeEvent } from '@frontdesk/chatkit-protocol';
import type { Admission } from '@frontdesk/runs';
import type { StreamPlan } from '../../streaming/stream-plan.js';

/** @param mayBeStopped whether people may stop the answer */
export const streamOptions = (mayBeStopped: boolean): string =>
  encodeEvent({ type: 'stream_options', stream_options: { allow_cancel: mayBeStopped } });

/**
 * The plan of a request that asked for an answer.
 *
 * @param before the frames before the stream's options
 * @param behind those between the options and the answer
 */
export function answering(admission: Admission, before: readonly string[] = [], behind: readonly string[] = []): StreamPlan {
  const frames = [...before, streamOptions(admission.mayBeStopped), ...behind];
  return { threadId: admission.threadId, runId: admission.runId, tailFrom: admission.tailFrom, frames, askedForAnswer: true };
}
