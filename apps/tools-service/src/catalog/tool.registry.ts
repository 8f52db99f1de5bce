import { FrontdeskError, type ToolDescriptor } from '@frontdesk/contracts';
import { CatalogError } from './catalog-error.js';
import { publishedParameters } from './parameters.schema.js';
import type { Tool } from './tool.js';

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** Longer than any call may sensibly take: a forgotten unit (seconds for ms) is more likely. */
const MAX_DEADLINE_MS = 10 * 60_000;

/** Every tool of the service by name, checked once at boot. */
export class ToolRegistry {
  private readonly tools = new Map<string, Tool>();
  private readonly described: readonly ToolDescriptor[];

  /** @throws CatalogError that says which tool is wrong and what to do */
  constructor(tools: readonly Tool[]) {
    this.described = tools.map((tool) => this.admit(tool));
  }

  descriptors(): readonly ToolDescriptor[] {
    return this.described;
  }

  has(name: string): boolean {
    return this.tools.has(name);
  }

  /** @throws FrontdeskError `tool_unknown` */
  get(name: string): Tool {
    const tool = this.tools.get(name);
    if (tool === undefined) {
      throw new FrontdeskError('tool_unknown');
    }
    return tool;
  }

  private admit(tool: Tool): ToolDescriptor {
    if (!NAME.test(tool.name)) {
      throw new CatalogError(`Tool "${tool.name}": the name must be snake_case, e.g. "look_up_order".`);
    }
    if (this.tools.has(tool.name)) {
      throw new CatalogError(`Two tools are called "${tool.name}". Rename one, or remove it from src/tools/tools.ts.`);
    }
    if (tool.description.trim() === '' || tool.progressText.trim() === '') {
      throw new CatalogError(`Tool "${tool.name}": description (for the model) and progressText (for the chat) must not be empty.`);
    }
    if (!Number.isInteger(tool.deadlineMs) || tool.deadlineMs < 1 || tool.deadlineMs > MAX_DEADLINE_MS) {
      throw new CatalogError(`Tool "${tool.name}": deadlineMs must be whole milliseconds from 1 to ${MAX_DEADLINE_MS}.`);
    }
    this.tools.set(tool.name, tool);
    const { name, description, deadlineMs, progressText } = tool;
    return { name, description, parameters: publishedParameters(tool), deadlineMs, progressText };
  }
}
