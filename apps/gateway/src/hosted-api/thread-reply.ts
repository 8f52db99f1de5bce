import type { ThreadStatus } from '@frontdesk/chatkit-protocol';
import type { OwnedThread } from '@frontdesk/threads';

/** `chatkit.thread`, as official clients know it. */
export function threadReply({ thread, owner }: OwnedThread) {
  return {
    id: thread.id,
    object: 'chatkit.thread' as const,
    created_at: unixSeconds(thread.createdAt),
    status: statusReply(thread.status),
    title: thread.title,
    user: owner.userId,
  };
}

export const unixSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

function statusReply(status: ThreadStatus) {
  return status.type === 'active' ? { type: status.type } : { type: status.type, reason: status.reason ?? null };
}
