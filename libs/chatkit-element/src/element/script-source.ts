const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;

const DEFAULT_PATH = '/chatkit';

/**
 * Where hosted sessions are spoken to: the element's `api-url`, the script tag's `data-api-url`, or `/chatkit` of the
 * server that the script came from. Read once at load, since `document.currentScript` is gone afterwards.
 */
export const hostedUrl = (element: Element): string => {
  const own = element.getAttribute('api-url') ?? script?.dataset.apiUrl;
  if (own) {
    return own;
  }
  return new URL(DEFAULT_PATH, script?.src || document.baseURI).href;
};
