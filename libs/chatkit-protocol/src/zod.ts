import { z } from 'zod';

// zod compiles object parsers with `new Function` where it may. On a page with a strict Content-Security-Policy even
// the probe for that is reported as a violation, so compilation stays off wherever there is a document.
if ('document' in globalThis) {
  z.config({ jitless: true });
}

export { z };
