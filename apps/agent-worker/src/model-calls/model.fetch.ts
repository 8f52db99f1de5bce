import { Agent, interceptors, request } from 'undici';
import { joinedStream } from './joined-stream.js';

/** A server that asks for a longer pause than this gets no second request: the person in front of the chat is told to try again. */
const MAX_RETRY_AFTER_SECONDS = 3;
const MAX_REDIRECTIONS = 3;

/** How long an answer may be silent is known to who waits for it, and differs from model to model. */
const connections = new Agent({ headersTimeout: 0, bodyTimeout: 0 }).compose(interceptors.redirect({ maxRedirections: MAX_REDIRECTIONS }));

/**
 * `fetch` for the OpenAI client, with two changes. The client waits as long as `retry-after` says, up to a minute, while
 * nobody sees anything: here long pauses end the request, by the header with which servers tell that client not to retry.
 * And the text of an event stream comes joined, at the pace at which it is shown anyway.
 *
 * @param gapMs time between two pieces of an answer's text, in ms; asked each time
 */
export function modelFetch(gapMs: () => number): typeof fetch {
  return async (input, init = {}) => {
    const { body: payload, method = 'GET', signal = null } = init;
    const url = input instanceof Request ? input.url : input;
    const { statusCode, headers: fields, body } = await request(url, {
      dispatcher: connections,
      method: method,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof payload === 'string' ? payload : null, // the worker asks for answers alone, whose requests are JSON
      signal,
    });
    const headers = receivedHeaders(fields);
    if (asksForLongPause(headers)) {
      headers.set('x-should-retry', 'false');
    }
    const content = isEventStream(headers) ? joinedStream(body, gapMs) : await body.arrayBuffer();
    return new Response(statusesWithoutBody.has(statusCode) ? null : content, { status: statusCode, headers });
  };
}

/** To which the Fetch standard allows no body, not even an empty one. */
const statusesWithoutBody = new Set([204, 205, 304]);

function receivedHeaders(fields: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value ?? []].flat()) {
      headers.append(name, one);
    }
  }
  return headers;
}

function asksForLongPause(headers: Headers): boolean {
  const seconds = Number(headers.get('retry-after') ?? 0);
  // Not a number: a date, or something odd; both mean "later", not "in a moment".
  return Number.isNaN(seconds) || seconds > MAX_RETRY_AFTER_SECONDS;
}

const isEventStream = (headers: Headers): boolean => headers.get('content-type')?.startsWith('text/event-stream') ?? false;
