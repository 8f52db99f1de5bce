export * from './run-admission.store.js';
export * from './run-lifecycle.store.js';
export * from './run-records.js';
