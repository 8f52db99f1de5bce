import type { Token, Tokens } from 'marked';
import { createElement, memo, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { CodeBlock } from './code-block.js';
import { Formula } from './formula.js';
import { InlineTokens } from './inline.js';
import { Footnote } from './footnote.js';
import { isFootnote, isMath } from './markdown-lexer.js';

interface BlockProps {
  token: Token;
  arriving: boolean;
  /** Level of a heading. */
  level?: number | undefined;
}

const Heading = ({ token, arriving, level }: { token: Tokens.Heading; arriving: boolean; level: number }): ReactNode =>
  createElement(
    `h${level}`,
    { className: `md-h md-h${token.depth}`, dir: 'auto' },
    <InlineTokens tokens={token.tokens} arriving={arriving} />,
  );

interface ListItemProps {
  item: Tokens.ListItem;
  loose: boolean;
  arriving: boolean;
}

const ListItem = memo(function ListItem({ item, loose, arriving }: ListItemProps): ReactNode {
  return (
    <li className={item.task ? 'task' : undefined} dir="auto">
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
});

const List = ({ token, arriving }: { token: Tokens.List; arriving: boolean }): ReactNode => {
  const items = token.items.map((item, index) => (
    <ListItem key={index} item={item} loose={token.loose} arriving={arriving && index === token.items.length - 1} />
  ));
  return token.ordered ? (
    <ol start={token.start === '' ? undefined : token.start} dir="auto">
      {items}
    </ol>
  ) : (
    <ul dir="auto">{items}</ul>
  );
};

const alignOf = (cell: Tokens.TableCell): string | undefined => (cell.align === null ? undefined : `align-${cell.align}`);

const TableRow = memo(function TableRow({ row, arriving }: { row: Tokens.TableCell[]; arriving: boolean }): ReactNode {
  return (
    <tr>
      {row.map((cell, index) => (
        <td key={index} className={alignOf(cell)} dir="auto">
          <InlineTokens tokens={cell.tokens} arriving={arriving} />
        </td>
      ))}
    </tr>
  );
});

const Table = ({ token, arriving }: { token: Tokens.Table; arriving: boolean }): ReactNode => {
  const t = useText();
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className="table-scroll" role="group" aria-label={t('thread.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} scope="col" className={alignOf(cell)} dir="auto">
                <InlineTokens tokens={cell.tokens} arriving={false} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <TableRow key={index} row={row} arriving={arriving && index === token.rows.length - 1} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Code = ({ token }: { token: Tokens.Code }): ReactNode => (
  <CodeBlock code={token.text} language={/^[\w+#.-]+/.exec(token.lang ?? '')?.[0] ?? ''} />
);

const BlockMath = ({ token }: { token: Token }): ReactNode =>
  isMath(token) ? <Formula tex={token.text} display={token.display} raw={token.raw} /> : null;

const Quote = ({ token, arriving }: { token: Tokens.Blockquote; arriving: boolean }): ReactNode => (
  <blockquote dir="auto">
    {token.tokens.map((child, index) => (
      <Block key={index} token={child} arriving={arriving} />
    ))}
  </blockquote>
);

const FootnoteBlock = ({ token, arriving }: BlockProps): ReactNode =>
  isFootnote(token) ? (
    <Footnote label={token.label}>
      {token.tokens?.map((child, index) => (
        <Block key={index} token={child} arriving={arriving} />
      ))}
    </Footnote>
  ) : null;

const Paragraph = ({ tokens, arriving }: { tokens: readonly Token[]; arriving: boolean }): ReactNode => (
  <p dir="auto">
    <InlineTokens tokens={tokens} arriving={arriving} />
  </p>
);

const RENDERERS: Readonly<Record<string, (props: BlockProps) => ReactNode>> = {
  heading: ({ token, arriving, level = 4 }) => <Heading token={token as Tokens.Heading} arriving={arriving} level={level} />,
  paragraph: ({ token, arriving }) => <Paragraph tokens={(token as Tokens.Paragraph).tokens} arriving={arriving} />,
  text: ({ token, arriving }) => <Paragraph tokens={(token as Tokens.Text).tokens ?? [token]} arriving={arriving} />,
  list: ({ token, arriving }) => <List token={token as Tokens.List} arriving={arriving} />,
  blockquote: ({ token, arriving }) => <Quote token={token as Tokens.Blockquote} arriving={arriving} />,
  code: ({ token }) => <Code token={token as Tokens.Code} />,
  table: ({ token, arriving }) => <Table token={token as Tokens.Table} arriving={arriving} />,
  math: ({ token }) => <BlockMath token={token} />,
  footnote: (props) => <FootnoteBlock {...props} />,
  hr: () => <hr />,
  html: ({ token }) => <p dir="auto">{token.raw.trim()}</p>,
};

/** One block of Markdown. Settled blocks keep their token, so they never render again. */
export const Block = memo(function Block(props: BlockProps): ReactNode {
  return RENDERERS[props.token.type]?.(props) ?? null;
});
