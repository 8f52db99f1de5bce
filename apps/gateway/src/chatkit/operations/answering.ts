import { encodeEvent } from '@frontdesk/chatkit-protocol';
import type { Admission } from '@frontdesk/runs';
import type { StreamPlan } from '../../streaming/stream-plan.js';

/** The last of the gateway's own frames before an answer. Every answer can be stopped. */
export const STREAM_OPTIONS = encodeEvent({ type: 'stream_options', stream_options: { allow_cancel: true } });

/** The plan of a request that asked for an answer. */
export function answering(admission: Admission, frames: readonly string[]): StreamPlan {
  return { threadId: admission.threadId, runId: admission.runId, tailFrom: admission.tailFrom, frames, askedForAnswer: true };
}
