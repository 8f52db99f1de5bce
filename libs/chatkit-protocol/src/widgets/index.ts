export * from './node.schema.js';
