import type { Token, Tokens } from 'marked';
import type { ReactNode } from 'react';
import { splitAtMarks } from './citation-marks.js';
import { decodeEntities } from './entities.js';
import { Formula } from './formula.js';
import { useCitations, useMarkdownPolicy } from './markdown-context.js';
import { FootnoteMark } from './footnote.js';
import { isFootnote, isMath } from './markdown-lexer.js';
import { RefusedImage } from './refused-image.js';
import { safeImage, safeLink } from './safe-url.js';

const CitationMark = ({ number }: { number: number }): ReactNode => useCitations()(number);

/** Plain text; while it arrives, each word is an element of its own, so that new words can fade in. */
const Words = ({ text, arriving }: { text: string; arriving: boolean }): ReactNode => {
  const decoded = decodeEntities(text);
  const pieces = splitAtMarks(decoded);
  if (pieces.length > 1 || typeof pieces[0] === 'number') {
    return pieces.map((piece, index) =>
      typeof piece === 'number' ? <CitationMark key={index} number={piece} /> : <Words key={index} text={piece} arriving={arriving} />,
    );
  }
  if (!arriving) {
    return decoded;
  }
  return (decoded.match(/\S+\s*|\s+/g) ?? []).map((word, index) => (
    <span key={index} className="word">
      {word}
    </span>
  ));
};

const MarkdownLink = ({ token, arriving }: { token: Tokens.Link; arriving: boolean }): ReactNode => {
  const policy = useMarkdownPolicy();
  const link = safeLink(decodeEntities(token.href), document.baseURI);
  const label = <InlineTokens tokens={token.tokens} arriving={arriving} />;
  if (link === null) {
    return label;
  }
  if (link.kind === 'deeplink') {
    return (
      <button type="button" className="link deeplink" onClick={() => policy.onDeeplink(link.name, link.data)}>
        {label}
      </button>
    );
  }
  return (
    <a className="link" href={link.href} title={token.title ?? undefined} target="_blank" rel="noopener noreferrer nofollow">
      {label}
    </a>
  );
};

const MarkdownImage = ({ token }: { token: Tokens.Image }): ReactNode => {
  const image = safeImage(decodeEntities(token.href), useMarkdownPolicy().images);
  const alt = decodeEntities(token.text);
  if (image === null) {
    return alt || token.href;
  }
  return image.kind === 'refused' ? (
    <RefusedImage href={image.href} host={image.host} alt={alt} />
  ) : (
    <img className="md-image" src={image.src} alt={alt} title={token.title ?? undefined} loading="lazy" referrerPolicy="no-referrer" />
  );
};

/** HTML in Markdown is text to us; only a line break, which tables need, has a meaning. */
const inlineHtml = (text: string): ReactNode => (/^<br\s*\/?>$/i.test(text.trim()) ? <br /> : text);

const hasChildren = (token: Token): token is Token & { tokens: Token[] } => Array.isArray((token as { tokens?: unknown }).tokens);

const textOf = (token: Token): string => ('text' in token && typeof token.text === 'string' ? token.text : token.raw);

interface InlineProps {
  token: Token;
  arriving: boolean;
}

const Children = ({ token, arriving }: InlineProps): ReactNode =>
  hasChildren(token) ? <InlineTokens tokens={token.tokens} arriving={arriving} /> : <Words text={textOf(token)} arriving={arriving} />;

const RENDERERS: Readonly<Record<string, (props: InlineProps) => ReactNode>> = {
  strong: (props) => (
    <strong>
      <Children {...props} />
    </strong>
  ),
  em: (props) => (
    <em>
      <Children {...props} />
    </em>
  ),
  del: (props) => (
    <del>
      <Children {...props} />
    </del>
  ),
  codespan: ({ token }) => <code dir="ltr">{textOf(token)}</code>,
  br: () => <br />,
  escape: ({ token }) => textOf(token),
  link: ({ token, arriving }) => <MarkdownLink token={token as Tokens.Link} arriving={arriving} />,
  image: ({ token }) => <MarkdownImage token={token as Tokens.Image} />,
  math: ({ token }) => (isMath(token) ? <Formula tex={token.text} display={token.display} raw={token.raw} /> : null),
  footnoteMark: ({ token }) => (isFootnote(token) ? <FootnoteMark label={token.label} raw={token.raw} /> : null),
  html: ({ token }) => inlineHtml(token.raw),
  checkbox: () => null,
};

const InlineToken = (props: InlineProps): ReactNode => (RENDERERS[props.token.type] ?? Children)(props);

export const InlineTokens = ({ tokens, arriving }: { tokens: readonly Token[]; arriving: boolean }): ReactNode =>
  tokens.map((token, index) => <InlineToken key={index} token={token} arriving={arriving} />);
