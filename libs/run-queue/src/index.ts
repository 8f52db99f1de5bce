export * from './run-queue.js';
