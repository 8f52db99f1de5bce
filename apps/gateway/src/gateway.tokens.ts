/** Injection tokens of what has no class of its own at run time. */
export const CONFIG = Symbol('gateway config');
export const LOGGER = Symbol('logger');
export const DATABASE = Symbol('database');
/** The Redis connection for commands; it fails fast. */
export const REDIS = Symbol('redis');
/** Where the bytes of attachments are. */
export const FILE_STORAGE = Symbol('file storage');
export const REGISTRY = Symbol('metrics registry');
