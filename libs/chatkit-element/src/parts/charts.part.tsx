import type { ReactNode } from 'react';
import { Area, Bar, CartesianGrid, ComposedChart, Legend, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { ChartView, SeriesView } from '../view/widgets/chart-view.js';

const AXIS = { fill: 'var(--ck-text-secondary)', fontSize: 12 } as const;
const TOOLTIP = {
  contentStyle: { background: 'var(--ck-raised)', border: '1px solid var(--ck-hairline)', borderRadius: 10, fontSize: 13, color: 'var(--ck-text)' },
  labelStyle: { color: 'var(--ck-text-secondary)' },
  itemStyle: { color: 'var(--ck-text)' },
} as const;
const TOP_CORNERS: [number, number, number, number] = [4, 4, 0, 0];

/** Recharts finds its series among its direct children: this is a function that draws, not a component. */
const drawSeries = (series: SeriesView, animated: boolean): ReactNode => {
  const { dataKey, name, color } = series;
  const all = { dataKey, name, isAnimationActive: animated, animationDuration: 200 };
  switch (series.kind) {
    case 'bar':
      return <Bar key={dataKey} {...all} fill={color} stackId={series.stack} radius={series.stack === undefined ? TOP_CORNERS : 0} maxBarSize={48} />;
    case 'area':
      return <Area key={dataKey} {...all} type={series.curve} stackId={series.stack} stroke={color} fill={color} fillOpacity={0.18} strokeWidth={2} />;
    case 'line':
      return <Line key={dataKey} {...all} type={series.curve} stroke={color} strokeWidth={2} dot={false} activeDot={{ r: 4 }} />;
  }
};

/** Where no bars keep the ends of the axis free, the labels there need room. */
const SIDES = { left: 16, right: 16 };
const hasBars = ({ series }: ChartView): boolean => series.some(({ kind }) => kind === 'bar');

/** Bars, areas and lines over one axis. */
export const Chart = ({ view, animated }: { view: ChartView; animated: boolean }): ReactNode => (
  <ResponsiveContainer width="100%" height="100%">
    <ComposedChart data={[...view.rows]} barGap={view.barGap} barCategoryGap={view.barCategoryGap} margin={{ top: 8, right: 8, bottom: 0, left: view.showYAxis ? 0 : 8 }} accessibilityLayer={false}>
      <CartesianGrid vertical={false} stroke="var(--ck-hairline)" />
      <XAxis dataKey={view.xKey} hide={view.hideXAxis} tick={AXIS} tickLine={false} axisLine={false} tickFormatter={view.xLabel} minTickGap={16} padding={hasBars(view) ? undefined : SIDES} />
      <YAxis hide={!view.showYAxis} tick={AXIS} tickLine={false} axisLine={false} width={44} />
      {view.showTooltip && <Tooltip {...TOOLTIP} labelFormatter={(label) => view.xLabel(label)} cursor={{ fill: 'var(--ck-surface)', stroke: 'var(--ck-hairline)' }} />}
      {view.showLegend && <Legend iconType="circle" iconSize={8} wrapperStyle={{ fontSize: 13 }} />}
      {view.series.map((series) => drawSeries(series, animated))}
    </ComposedChart>
  </ResponsiveContainer>
);
