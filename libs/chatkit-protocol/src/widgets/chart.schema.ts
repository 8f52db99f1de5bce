import { z } from '../zod.js';
import { colorSchema, commonProps, dimensionSchema, sizeProps } from './values.schema.js';

export const curveTypeSchema = z.enum([
  'basis',
  'basisClosed',
  'basisOpen',
  'bumpX',
  'bumpY',
  'bump',
  'linear',
  'linearClosed',
  'natural',
  'monotoneX',
  'monotoneY',
  'monotone',
  'step',
  'stepBefore',
  'stepAfter',
]);

const seriesProps = {
  label: z.string().nullish(),
  /** The key of each row that holds this series' value. */
  dataKey: z.string(),
  color: colorSchema.optional(),
};

export const chartSeriesSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...seriesProps, type: z.literal('bar'), stack: z.string().optional() }),
  z.strictObject({ ...seriesProps, type: z.literal('area'), stack: z.string().optional(), curveType: curveTypeSchema.optional() }),
  z.strictObject({ ...seriesProps, type: z.literal('line'), curveType: curveTypeSchema.optional() }),
]);

export const chartAxisSchema = z.union([
  z.string(),
  z.strictObject({
    dataKey: z.string(),
    hide: z.boolean().optional(),
    /** Shown in place of the values. */
    labels: z.record(z.string(), z.string()).optional(),
  }),
]);

export const chartWidgetSchema = z.strictObject({
  ...commonProps,
  ...sizeProps,
  type: z.literal('Chart'),
  data: z.array(z.record(z.string(), z.union([z.string(), z.number()]))),
  series: z.array(chartSeriesSchema),
  xAxis: chartAxisSchema,
  showYAxis: z.boolean().optional(),
  showLegend: z.boolean().optional(),
  showTooltip: z.boolean().optional(),
  barGap: z.number().optional(),
  barCategoryGap: z.number().optional(),
  flex: dimensionSchema.optional(),
});

export type CurveType = z.output<typeof curveTypeSchema>;
export type ChartSeries = z.output<typeof chartSeriesSchema>;
export type ChartAxis = z.output<typeof chartAxisSchema>;
export type ChartWidget = z.output<typeof chartWidgetSchema>;
