const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;

const DEFAULT_PATH = '/chatkit';

/** Where this script came from. Read once at load, since `document.currentScript` is gone afterwards. */
export const scriptUrl = (): string => script?.src || new URL('/chatkit.js', document.baseURI).href;

/**
 * Where hosted sessions are spoken to: the element's `api-url`, the script tag's `data-api-url`, or `/chatkit` of the
 * server that the script came from.
 */
export const hostedUrl = (element: Element): string => {
  const own = element.getAttribute('api-url') ?? script?.dataset.apiUrl;
  return own ? own : new URL(DEFAULT_PATH, scriptUrl()).href;
};
