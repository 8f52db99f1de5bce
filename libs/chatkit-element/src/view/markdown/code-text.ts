/** A stretch of code in one colour. */
export interface CodeText {
  text: string;
  /** What it is, such as `keyword`; empty for plain code. */
  scope: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };

const decode = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => ENTITIES[entity] ?? entity);

/**
 * Reads what highlight.js writes, `<span class="hljs-…">` around escaped text, as plain data: nothing that a model wrote
 * ever becomes HTML.
 */
export const readPieces = (html: string): CodeText[] => {
  const pieces: CodeText[] = [];
  const open: string[] = [];
  for (const [whole, scope, text] of html.matchAll(/<span class="([^"]*)">|<\/span>|([^<]+)/g)) {
    if (text !== undefined) {
      pieces.push({ text: decode(text), scope: open.at(-1) ?? '' });
    } else if (whole === '</span>') {
      open.pop();
    } else {
      open.push((scope ?? '').replace(/^(?:hljs-|language-)/, '').split(' ')[0] ?? '');
    }
  }
  return pieces;
};
