export { startToolsService, type ToolsService, type ToolsServiceOptions } from './bootstrap.js';
export { defineAction, replaceSender, type Action, type ActionContext, type ActionResult } from './catalog/action.js';
export { defineTool, type Tool, type ToolContext, type ToolResult } from './catalog/tool.js';
export { loadToolsServiceConfig, type ToolsServiceConfig } from './tools-service.config.js';
