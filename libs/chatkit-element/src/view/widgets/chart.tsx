import { useMemo, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { usePart } from '../../parts/use-part.js';
import { chartOf, type ChartView } from './chart-view.js';
import { asText, flexOf, sizeOf } from './values.js';
import type { NodeProps } from './widget-context.js';

/** The figures of a chart for people who do not see it. */
const ChartTable = ({ view, label }: { view: ChartView; label: string }): ReactNode => (
  <table className="sr-only">
    <caption>{label}</caption>
    <thead>
      <tr>
        <th scope="col">{view.xKey}</th>
        {view.series.map(({ dataKey, name }) => (
          <th key={dataKey} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {view.rows.map((row, index) => (
        <tr key={index}>
          <th scope="row">{view.xLabel(row[view.xKey])}</th>
          {view.series.map(({ dataKey }) => (
            <td key={dataKey}>{asText(row[dataKey])}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

export const ChartNode = ({ node }: NodeProps): ReactNode => {
  const t = useText();
  const part = usePart('charts');
  const view = useMemo(() => chartOf(node), [node]);
  const label = t('chart.label', { series: view.series.map(({ name }) => name).join(', ') });
  return (
    <figure className="w-chart" style={{ flex: flexOf(node.flex), ...sizeOf(node) }}>
      <div className="w-chart-drawing" aria-hidden="true">
        {part === 'loading' && <div className="w-chart-wait" />}
        {part === 'failed' && <p className="w-options-none">{t('field.partFailed')}</p>}
        {typeof part === 'object' && <part.Chart view={view} animated={!isStill()} />}
      </div>
      <ChartTable view={view} label={label} />
    </figure>
  );
};
