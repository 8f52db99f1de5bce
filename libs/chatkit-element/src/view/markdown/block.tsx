import type { Token, Tokens } from 'marked';
import { createElement, memo, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { CodeBlock } from './code-block.js';
import { InlineTokens } from './inline.js';

interface BlockProps {
  token: Token;
  arriving: boolean;
  /** Level of a heading, see {@link headingLevels}. */
  level?: number | undefined;
}

/** Headings of an answer start below the hidden heading of its message. */
const FIRST_HEADING_LEVEL = 4;

/**
 * The levels of the headings among some blocks, by index. What models write (`##` first, `####` next) is brought into an
 * order without gaps, which is what readers who jump from heading to heading need; its looks stay as written.
 */
export const headingLevels = (tokens: readonly Token[]): readonly (number | undefined)[] => {
  const open: number[] = [];
  return tokens.map((token) => {
    if (token.type !== 'heading') {
      return undefined;
    }
    const { depth } = token as Tokens.Heading;
    while ((open.at(-1) ?? 0) >= depth) {
      open.pop();
    }
    open.push(depth);
    return Math.min(6, FIRST_HEADING_LEVEL + open.length - 1);
  });
};

const Heading = ({ token, arriving, level }: { token: Tokens.Heading; arriving: boolean; level: number }): ReactNode =>
  createElement(`h${level}`, { className: `md-h md-h${token.depth}` }, <InlineTokens tokens={token.tokens} arriving={arriving} />);

const ListItem = ({ item, loose, arriving }: { item: Tokens.ListItem; loose: boolean; arriving: boolean }): ReactNode => (
  <li className={item.task ? 'task' : undefined}>
    {item.task && <input type="checkbox" checked={item.checked ?? false} disabled readOnly aria-label={item.text} />}
    {item.tokens.map((token, index) =>
      token.type === 'text' && !loose ? (
        <InlineTokens key={index} tokens={(token as Tokens.Text).tokens ?? [token]} arriving={arriving} />
      ) : (
        <Block key={index} token={token} arriving={arriving} />
      ),
    )}
  </li>
);

const List = ({ token, arriving }: { token: Tokens.List; arriving: boolean }): ReactNode => {
  const items = token.items.map((item, index) => (
    <ListItem key={index} item={item} loose={token.loose} arriving={arriving && index === token.items.length - 1} />
  ));
  return token.ordered ? <ol start={token.start === '' ? undefined : token.start}>{items}</ol> : <ul>{items}</ul>;
};

const Table = ({ token, arriving }: { token: Tokens.Table; arriving: boolean }): ReactNode => {
  const t = useText();
  const align = (cell: Tokens.TableCell): string | undefined => (cell.align === null ? undefined : `align-${cell.align}`);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className="table-scroll" role="group" aria-label={t('thread.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} scope="col" className={align(cell)}>
                <InlineTokens tokens={cell.tokens} arriving={false} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                <td key={index} className={align(cell)}>
                  <InlineTokens tokens={cell.tokens} arriving={arriving && rowIndex === token.rows.length - 1} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Code = ({ token }: { token: Tokens.Code }): ReactNode => (
  <CodeBlock code={token.text} language={/^[\w+#.-]+/.exec(token.lang ?? '')?.[0] ?? ''} />
);

/** One block of Markdown. Settled blocks keep their token, so they never render again. */
export const Block = memo(function Block({ token, arriving, level }: BlockProps): ReactNode {
  switch (token.type) {
    case 'heading':
      return <Heading token={token as Tokens.Heading} arriving={arriving} level={level ?? FIRST_HEADING_LEVEL} />;
    case 'paragraph':
      return (
        <p>
          <InlineTokens tokens={(token as Tokens.Paragraph).tokens} arriving={arriving} />
        </p>
      );
    case 'text':
      return (
        <p>
          <InlineTokens tokens={(token as Tokens.Text).tokens ?? [token]} arriving={arriving} />
        </p>
      );
    case 'list':
      return <List token={token as Tokens.List} arriving={arriving} />;
    case 'blockquote':
      return (
        <blockquote>
          {(token as Tokens.Blockquote).tokens.map((child, index) => (
            <Block key={index} token={child} arriving={arriving} />
          ))}
        </blockquote>
      );
    case 'code':
      return <Code token={token as Tokens.Code} />;
    case 'table':
      return <Table token={token as Tokens.Table} arriving={arriving} />;
    case 'hr':
      return <hr />;
    case 'html':
      return <p>{token.raw.trim()}</p>;
    default:
      return null;
  }
});
