import { createContext, useContext, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { ALIGNMENTS, asOneOf, asText, dim, isRecord, paddingOf } from './values.js';
import type { NodeProps } from './widget-context.js';
import { Children } from './widget-node.js';

export const TableNode = ({ node, path }: NodeProps): ReactNode => {
  const t = useText();
  const rows: readonly unknown[] = Array.isArray(node.children) ? node.children : [];
  const head = rows.filter((row) => isRecord(row) && row.header === true);
  const body = rows.filter((row) => !head.includes(row));
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className="table-scroll" role="group" aria-label={t('thread.table')} tabIndex={0}>
      <table>
        {head.length > 0 && (
          <thead>
            <Children node={{ children: head }} path={`${path}.head`} />
          </thead>
        )}
        <tbody>
          <Children node={{ children: body }} path={`${path}.body`} />
        </tbody>
      </table>
    </div>
  );
};

const HeadContext = createContext(false);

export const TableRow = ({ node, path }: NodeProps): ReactNode => (
  <HeadContext value={node.header === true}>
    <tr>
      <Children node={node} path={path} />
    </tr>
  </HeadContext>
);

/** Widths of columns, in em. */
const COLUMNS: Readonly<Record<string, string>> = { xs: '4em', sm: '7em', md: '11em', lg: '16em', xl: '24em' };

const VERTICAL: Readonly<Record<string, string>> = { start: 'top', center: 'middle', end: 'bottom' };

export const TableCell = ({ node, path }: NodeProps): ReactNode => {
  const head = useContext(HeadContext);
  const Cell = head ? 'th' : 'td';
  return (
    <Cell
      scope={head ? 'col' : undefined}
      colSpan={typeof node.colSpan === 'number' ? node.colSpan : undefined}
      rowSpan={typeof node.rowSpan === 'number' ? node.rowSpan : undefined}
      style={{
        width: dim(node.width) ?? COLUMNS[asText(node.colSize)],
        textAlign: asOneOf(node.align, ALIGNMENTS, 'start'),
        verticalAlign: VERTICAL[asOneOf(node.vAlign, ALIGNMENTS, 'center')],
        ...paddingOf(node.padding),
      }}
    >
      <Children node={node} path={path} />
    </Cell>
  );
};
