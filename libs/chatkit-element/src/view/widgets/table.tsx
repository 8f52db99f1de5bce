import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { ALIGNMENTS, asOneOf, dim, isRecord, paddingOf } from './values.js';
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

export const TableRow = ({ node, path }: NodeProps): ReactNode => (
  <tr className={node.header === true ? 'head' : undefined}>
    <Children node={node} path={path} />
  </tr>
);

export const TableCell = ({ node, path }: NodeProps): ReactNode => (
  <td
    colSpan={typeof node.colSpan === 'number' ? node.colSpan : undefined}
    rowSpan={typeof node.rowSpan === 'number' ? node.rowSpan : undefined}
    style={{
      width: dim(node.width),
      textAlign: asOneOf(node.align, ALIGNMENTS, 'start'),
      verticalAlign: { start: 'top', center: 'middle', end: 'bottom' }[asOneOf(node.vAlign, ['start', 'center', 'end'], 'center')],
      ...paddingOf(node.padding),
    }}
  >
    <Children node={node} path={path} />
  </td>
);
