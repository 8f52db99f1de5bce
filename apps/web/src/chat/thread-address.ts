const PARAMETER = 'thread';

/** Ids of the server's making; anything else in the address is not sent anywhere. */
const THREAD_ID = /^[\w-]{1,128}$/;

export function readThreadId(search: string): string | null {
  const id = new URLSearchParams(search).get(PARAMETER);
  return id !== null && THREAD_ID.test(id) ? id : null;
}

/** The same address with another thread, or with none. */
export function withThreadId(href: string, threadId: string | null): string {
  const url = new URL(href);
  if (threadId === null) {
    url.searchParams.delete(PARAMETER);
  } else {
    url.searchParams.set(PARAMETER, threadId);
  }
  return url.href;
}
