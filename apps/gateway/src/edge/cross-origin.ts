import type { FastifyCorsOptions } from '@fastify/cors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AllowedOrigins } from './allowed-origins.js';

/** What a chat on another site asks for. The REST API is not among them: a page must have no API key. */
const CHAT_PATH = /^\/(?:chatkit|chatkit\/files|v1\/chatkit\/conversation|v1\/chatkit\/files(?:\/[^/]*)?)$/;
/** Who may read or write these files is in the address, not in where the page comes from. */
const SIGNED_PATH = /^\/files\//;
/** The most that browsers keep. */
const PREFLIGHT_MAX_AGE_SECONDS = 7_200;
const EXPOSED = ['frontdesk-last-answer', 'frontdesk-run-id', 'frontdesk-thread-id', 'retry-after', 'x-request-id'];

/** Says for each request what pages of other origins may do with it. Sessions are Bearer tokens: no cookie goes along. */
export function crossOriginRules(origins: Pick<AllowedOrigins, 'mayAsk'>): (request: FastifyRequest) => Promise<FastifyCorsOptions> {
  return async (request) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const shared = { methods: ['GET', 'POST', 'PUT'], exposedHeaders: EXPOSED, maxAge: PREFLIGHT_MAX_AGE_SECONDS };
    if (SIGNED_PATH.test(path)) {
      return { ...shared, origin: '*' };
    }
    const { origin } = request.headers;
    return { ...shared, origin: origin !== undefined && CHAT_PATH.test(path) && (await origins.mayAsk(origin)) ? origin : false };
  };
}

/** What the rules put on a reply, for answers that are written past it. */
export function crossOriginHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) => (/^(?:access-control-|vary$)/.test(name) ? [[name, String(value)]] : [])),
  );
}
