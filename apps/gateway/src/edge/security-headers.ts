import type { FastifyHelmetOptions } from '@fastify/helmet';
import { CDN_ORIGIN, type PageElement } from '../web/page-element.js';

const SELF = "'self'";
const HALF_A_YEAR_SECONDS = 15_552_000;

/** What OpenAI's element needs beyond our own, and nothing else (decision 0037). */
const CDN_NEEDS = {
  /** Its loader; the interface itself runs in a frame from there, under the frame's own policy. */
  scriptSrc: [CDN_ORIGIN],
  frameSrc: [CDN_ORIGIN],
  /** It sizes its frame with styles of its own making. */
  styleSrc: ["'unsafe-inline'"],
  /** Where it asks whether the domain is registered. */
  connectSrc: ['https://api.openai.com'],
};
const NOTHING_MORE: Record<keyof typeof CDN_NEEDS, string[]> = { scriptSrc: [], frameSrc: [], styleSrc: [], connectSrc: [] };

/**
 * Everything that a page of ours loads comes from here: nothing leaves the network, and injected markup can neither
 * run nor call home. Our element lives with it: its styles are constructed sheets, which no policy counts as inline.
 */
export function securityHeaders({ kind }: PageElement): FastifyHelmetOptions {
  const more = kind === 'cdn' ? CDN_NEEDS : NOTHING_MORE;
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: [SELF],
        scriptSrc: [SELF, ...more.scriptSrc],
        scriptSrcAttr: ["'none'"],
        styleSrc: [SELF, ...more.styleSrc],
        imgSrc: [SELF, 'data:', 'blob:'],
        fontSrc: [SELF],
        mediaSrc: [SELF, 'blob:'],
        connectSrc: [SELF, ...more.connectSrc],
        frameSrc: [SELF, ...more.frameSrc],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: [SELF],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // Subdomains are not ours to speak for.
    strictTransportSecurity: { maxAge: HALF_A_YEAR_SECONDS, includeSubDomains: false },
    // The domain that OpenAI's element checks is the origin of the page around its frame; paths stay here either way.
    referrerPolicy: { policy: kind === 'cdn' ? 'strict-origin-when-cross-origin' : 'same-origin' },
  };
}
