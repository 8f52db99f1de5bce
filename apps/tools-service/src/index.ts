export { startToolsService, type ToolsService, type ToolsServiceOptions } from './bootstrap.js';
export { defineTool, type Tool, type ToolContext, type ToolResult } from './catalog/tool.js';
export { loadToolsServiceConfig, type ToolsServiceConfig } from './tools-service.config.js';
