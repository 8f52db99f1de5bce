/** What a GET for a path that no API has is to be answered with. */
export type WebTarget =
  | { readonly kind: 'page' }
  | { readonly kind: 'file'; readonly path: string; readonly immutable: boolean }
  | { readonly kind: 'nothing' };

/** Below these live programs' addresses: a mistyped one must not be answered with a page. */
const API_PATH = /^\/(?:api|chatkit|v1|healthz|readyz|metrics)(?:\/|$)/;

/** Vite puts a hash of the content into the names of these files. */
const HASHED_PATH = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * @param path of the URL, without query
 * @param wantsPage whether the client asks for HTML, as browsers do when somebody goes to an address
 */
export function webTarget(path: string, wantsPage: boolean): WebTarget {
  if (API_PATH.test(path)) {
    return { kind: 'nothing' };
  }
  if (path === '/') {
    return { kind: 'page' };
  }
  if (path.slice(path.lastIndexOf('/')).includes('.')) {
    return { kind: 'file', path, immutable: HASHED_PATH.test(path) };
  }
  return wantsPage ? { kind: 'page' } : { kind: 'nothing' };
}
