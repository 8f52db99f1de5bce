export * from './abortable-delay.js';
export * from './cancel-signals.js';
export * from './live-channels.js';
export * from './run-event-tail.js';
export * from './run-event-writer.js';
export * from './run-follower.js';
export * from './run-log.js';
export * from './run-reader.js';
