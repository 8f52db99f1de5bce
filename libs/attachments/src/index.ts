export * from './attachment-records.js';
export * from './attachment.store.js';
export * from './file-links.js';
export * from './media-types.js';
export * from './pictures.js';
export * from './storage/file-storage.js';
export * from './storage/open-file-storage.js';
export * from './storage/storage-variables.js';
