import { asOneOf, asText, color, isRecord } from './values.js';
import type { NodeProps } from './widget-context.js';

const CURVES = ['basis', 'basisClosed', 'basisOpen', 'bumpX', 'bumpY', 'bump', 'linear', 'linearClosed', 'natural', 'monotoneX', 'monotoneY', 'monotone', 'step', 'stepBefore', 'stepAfter'] as const;
/** In the order in which series without a colour of their own take them. */
const PALETTE = ['blue', 'purple', 'orange', 'green', 'pink', 'yellow', 'red'] as const;

interface AnySeries {
  readonly dataKey: string;
  readonly name: string;
  readonly color: string;
}

/** One series, ready to be drawn. */
export type SeriesView =
  | (AnySeries & { readonly kind: 'bar'; readonly stack: string | undefined })
  | (AnySeries & { readonly kind: 'area'; readonly stack: string | undefined; readonly curve: (typeof CURVES)[number] })
  | (AnySeries & { readonly kind: 'line'; readonly curve: (typeof CURVES)[number] });

export interface ChartView {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly series: readonly SeriesView[];
  readonly xKey: string;
  readonly xLabel: (value: unknown) => string;
  readonly hideXAxis: boolean;
  readonly showYAxis: boolean;
  readonly showLegend: boolean;
  readonly showTooltip: boolean;
  readonly barGap: number | undefined;
  readonly barCategoryGap: number | undefined;
}

const seriesOf = (series: unknown, index: number): SeriesView[] => {
  if (!isRecord(series) || typeof series.dataKey !== 'string') {
    return [];
  }
  const { dataKey } = series;
  const all = { dataKey, name: asText(series.label) || dataKey, color: color(series.color, 'text') ?? `var(--ck-chart-${PALETTE[index % PALETTE.length] ?? 'blue'})` };
  const stack = typeof series.stack === 'string' ? series.stack : undefined;
  const curve = asOneOf(series.curveType, CURVES, 'monotone');
  const kind = asOneOf(series.type, ['bar', 'area', 'line'], 'line');
  return [kind === 'bar' ? { ...all, kind, stack } : kind === 'area' ? { ...all, kind, stack, curve } : { ...all, kind, curve }];
};

const labelsOf = (axis: Readonly<Record<string, unknown>>): ((value: unknown) => string) => {
  const labels = isRecord(axis.labels) ? axis.labels : {};
  return (value) => (Object.hasOwn(labels, asText(value)) ? asText(labels[asText(value)]) : asText(value));
};

/** What a Chart node shows. */
export const chartOf = (node: NodeProps['node']): ChartView => {
  const axis: Readonly<Record<string, unknown>> = isRecord(node.xAxis) ? node.xAxis : { dataKey: node.xAxis };
  const series = (Array.isArray(node.series) ? node.series : []).flatMap(seriesOf);
  return {
    rows: (Array.isArray(node.data) ? node.data : []).filter(isRecord),
    series,
    xKey: asText(axis.dataKey),
    xLabel: labelsOf(axis),
    hideXAxis: axis.hide === true,
    showYAxis: node.showYAxis === true,
    showLegend: node.showLegend !== false && series.length > 1,
    showTooltip: node.showTooltip !== false,
    barGap: typeof node.barGap === 'number' ? node.barGap : undefined,
    barCategoryGap: typeof node.barCategoryGap === 'number' ? node.barCategoryGap : undefined,
  };
};
