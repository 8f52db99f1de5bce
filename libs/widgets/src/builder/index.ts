export * from './action.js';
export * from './build-widget.js';
export * from './content.js';
export * from './fields.js';
export * from './layout.js';
export * from './open-widget.js';
export type { BodyWidget, Children, ContainerFunction, Nothing, PropsOf } from './node.js';
export * from './roots.js';
