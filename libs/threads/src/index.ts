export * from './thread-records.js';
export * from './thread.store.js';
export * from './tenant-threads.store.js';
export * from './thread-summary.store.js';
