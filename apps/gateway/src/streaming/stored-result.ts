import { encodeEvent, isHiddenItem, type ThreadItem } from '@frontdesk/chatkit-protocol';
import { ERRORS, isErrorCode } from '@frontdesk/contracts';
import type { RunResult } from '@frontdesk/runs';

/**
 * The frames that make up for what a reader missed of a run that is over: its items as they are stored, which for one
 * that has seen them changes nothing, and the words for a failure.
 *
 * @param fresh gives an item addresses that work now
 */
export function storedResult({ items, errorCode }: RunResult, fresh: (item: ThreadItem) => ThreadItem): string[] {
  const frames = items.filter((item) => !isHiddenItem(item)).map((item) => encodeEvent({ type: 'thread.item.done', item: fresh(item) }));
  return errorCode === null ? frames : [...frames, errorFrame(errorCode)];
}

function errorFrame(errorCode: string): string {
  const { message, allowRetry } = ERRORS[isErrorCode(errorCode) ? errorCode : 'internal'];
  return encodeEvent({ type: 'error', code: 'custom', message, allow_retry: allowRetry });
}
