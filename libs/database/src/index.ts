export * from './database.js';
export { QueryError, type RawQueries } from './direct-queries.js';
export * from './migrate.js';
export * from './outage.js';
