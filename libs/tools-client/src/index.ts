export * from './grant.js';
export * from './grpc-options.js';
export { ToolsClient, type CallToolInput, type ToolsClientOptions } from './tools-client.js';
export * from './wire.schema.js';
