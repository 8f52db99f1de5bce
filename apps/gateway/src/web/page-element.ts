/** The chat element of this installation's own page. */
export type PageElement = { readonly kind: 'bundled' } | { readonly kind: 'cdn'; readonly domainKey: string };

export const CDN_ORIGIN = 'https://cdn.platform.openai.com';
const CDN_SCRIPT = `${CDN_ORIGIN}/deployments/chatkit/chatkit.js`;

/** How the built page loads our own element. */
const BUNDLED_SCRIPT = 'src="/chatkit.js"';

/**
 * The page with the element that it is to show; what runs is written on its script's tag, where the page reads it.
 *
 * @throws Error when the page has no script of our element to put another in place of
 */
export function pageWith(element: PageElement, html: string): string {
  if (element.kind === 'bundled') {
    return html;
  }
  if (html.split(BUNDLED_SCRIPT).length !== 2) {
    throw new Error(`The page has no one ${BUNDLED_SCRIPT} that could load another element.`);
  }
  // The key's characters are checked when it is read from the environment: none of them ends an attribute.
  return html.replace(BUNDLED_SCRIPT, `src="${CDN_SCRIPT}" data-element="cdn" data-domain-key="${element.domainKey}"`);
}
