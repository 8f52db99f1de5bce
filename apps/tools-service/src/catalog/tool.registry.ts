import { actionCallName, FrontdeskError, type ToolDescriptor } from '@frontdesk/contracts';
import { callableOf, type Action, type ReadSender } from './action.js';
import { CatalogError } from './catalog-error.js';
import { publishedParameters } from './parameters.schema.js';
import type { Tool } from './tool.js';

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** Longer than any call may sensibly take: a forgotten unit (seconds for ms) is more likely. */
const MAX_DEADLINE_MS = 10 * 60_000;
const ACTION_TYPE = /^[a-z0-9][a-z0-9_.-]{0,99}$/i;
/** Somebody has pressed a button and waits; callers give up later than this. */
const MAX_ACTION_DEADLINE_MS = 30_000;

/** Every tool of the service by name, checked once at boot. */
export class ToolRegistry {
  private readonly tools = new Map<string, Tool>();
  private readonly described: readonly ToolDescriptor[];

  /**
   * @param readSender finds the widget that an action came from
   * @throws CatalogError that says which tool or action is wrong and what to do
   */
  constructor(
    tools: readonly Tool[],
    private readonly readSender: ReadSender = () => Promise.reject(new FrontdeskError('not_found')),
  ) {
    this.described = tools.map((tool) => this.admit(tool));
    tools.flatMap((tool) => tool.actions ?? []).forEach((action) => this.admitAction(action));
  }

  descriptors(): readonly ToolDescriptor[] {
    return this.described;
  }

  has(name: string): boolean {
    return this.tools.has(name);
  }

  /** @throws FrontdeskError `tool_unknown`, `action_unknown` */
  get(name: string): Tool {
    const tool = this.tools.get(name);
    if (tool === undefined) {
      throw new FrontdeskError(name.startsWith(actionCallName('')) ? 'action_unknown' : 'tool_unknown');
    }
    return tool;
  }

  private admitAction(action: Action): void {
    if (!ACTION_TYPE.test(action.type)) {
      throw new CatalogError(`Action "${action.type}": the type must be letters, digits, dots, dashes and underscores, e.g. "order.cancel".`);
    }
    const callable = callableOf(action, this.readSender);
    if (this.tools.has(callable.name)) {
      throw new CatalogError(`Two actions are called "${action.type}". Rename one: the browser knows actions by their type alone.`);
    }
    if (!Number.isInteger(action.deadlineMs) || action.deadlineMs < 1 || action.deadlineMs > MAX_ACTION_DEADLINE_MS) {
      throw new CatalogError(`Action "${action.type}": deadlineMs must be whole milliseconds from 1 to ${MAX_ACTION_DEADLINE_MS}.`);
    }
    this.tools.set(callable.name, callable);
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
