export * from './errors.js';
export * from './ids.js';
export * from './owner.js';
export * from './queues.js';
export * from './run-event.js';
export * from './run-state.js';
export * from './tools.js';
export * from './tunables.js';
