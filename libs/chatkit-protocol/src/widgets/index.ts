export * from './chart.schema.js';
export * from './check-widget.js';
export * from './components.schema.js';
export * from './content.schema.js';
export * from './controls.schema.js';
export * from './layout.schema.js';
export * from './node.schema.js';
export * from './roots.schema.js';
export * from './text.schema.js';
export type {
  ThemeColor,
  WidgetBorder,
  WidgetBorders,
  WidgetCardAction,
  WidgetColor,
  WidgetRadius,
  WidgetSpacing,
  WidgetStatus,
} from './values.schema.js';
