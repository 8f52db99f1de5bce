import type { FastifyHelmetOptions } from '@fastify/helmet';

const SELF = ["'self'"];
const HALF_A_YEAR_SECONDS = 15_552_000;

/**
 * Everything that a page of ours loads comes from here: nothing leaves the network, and injected markup can neither
 * run nor call home. The element lives with it: its styles are constructed sheets, which no policy counts as inline.
 */
export const SECURITY_HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: SELF,
      scriptSrc: SELF,
      scriptSrcAttr: ["'none'"],
      styleSrc: SELF,
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: SELF,
      mediaSrc: ["'self'", 'blob:'],
      connectSrc: SELF,
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: SELF,
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  // Subdomains are not ours to speak for.
  strictTransportSecurity: { maxAge: HALF_A_YEAR_SECONDS, includeSubDomains: false },
  referrerPolicy: { policy: 'same-origin' },
};
