export * from './api-key.store.js';
export * from './tenant.store.js';
