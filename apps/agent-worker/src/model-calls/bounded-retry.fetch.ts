/** A server that asks for a longer pause than this gets no second request: the person in front of the chat is told to try again. */
const MAX_RETRY_AFTER_SECONDS = 3;

/**
 * `fetch` for the OpenAI client, which otherwise waits as long as `retry-after` says, up to a minute, while nobody
 * sees anything. `x-should-retry` is the header by which servers tell that client not to retry.
 */
export const boundedRetryFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!asksForLongPause(response.headers)) {
    return response;
  }
  const headers = new Headers(response.headers);
  headers.set('x-should-retry', 'false');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
};

function asksForLongPause(headers: Headers): boolean {
  const seconds = Number(headers.get('retry-after') ?? 0);
  // Not a number: a date, or something odd; both mean "later", not "in a moment".
  return Number.isNaN(seconds) || seconds > MAX_RETRY_AFTER_SECONDS;
}
