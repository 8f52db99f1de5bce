export * from './thread-records.js';
export * from './thread.store.js';
