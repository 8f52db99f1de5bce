export * from './builder/index.js';
export * from './streaming/accumulate-text.js';
export * from './streaming/diff-widgets.js';
export * from './streaming/stream-widget.js';
export * from './template/load-widget-template.js';
export * from './template/widget-template.js';
export * from './template/widget-template-error.js';
export * from './widget-error.js';
