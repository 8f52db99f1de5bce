import type { WidgetItem } from '@frontdesk/chatkit-protocol';
import { actionCallName, type ChatEffectInput, type ChatEffectOf } from '@frontdesk/contracts';
import { z } from 'zod';
import type { Tool, ToolContext, ToolReach } from './tool.js';

/** Everything an action is given besides its payload. */
export interface ActionContext extends ToolContext {
  /** The widget whose button or form it was, as it is stored now; null when the action came from elsewhere. */
  readonly sender: WidgetItem | null;
}

/** What an action leads to. */
export interface ActionResult {
  readonly effects?: readonly ChatEffectInput[];
  /** Whether the agent is to say something now. It sees the action, its payload and what came of it. Never for an action that is not streamed. */
  readonly respond?: boolean;
}

/** What happens when somebody uses a widget: one handler for each `type` of `action(type, payload)`. */
export interface Action<Payload extends z.ZodType = z.ZodType> {
  /** As in the widget, for example `order.cancel`. */
  readonly type: string;
  /** Checks what came from the browser, which may be anything. */
  readonly payload: Payload;
  /** How long it may take, in ms; 30 s at most. */
  readonly deadlineMs: number;
  readonly reach: ToolReach;
  /** @throws FrontdeskError with a `tool_…` code: its message is shown to the user. Any other error is logged and becomes `tool_failed`. */
  run(payload: z.output<Payload>, context: ActionContext): Promise<ActionResult>;
}

/** Checks an action's types where it is written, and lets a tool hold actions of all kinds. */
export function defineAction<Payload extends z.ZodType>(action: Action<Payload>): Action {
  return action; // the registry checks the payload by this very schema before it calls `run`
}

/** The effect that puts another widget in the place of the one that the action came from. */
export function replaceSender(
  { sender }: Pick<ActionContext, 'sender'>,
  widget: ChatEffectOf<'widget'>['widget'],
  copyText?: string,
): ChatEffectInput[] {
  return sender === null ? [] : [{ type: 'widget', item_id: sender.id, widget, copy_text: copyText ?? sender.copy_text }];
}

/** Finds the widget that an action came from. @throws FrontdeskError when it is not there, not the owner's, or no widget */
export type ReadSender = (context: Pick<ToolContext, 'owner' | 'threadId'>, itemId: string) => Promise<WidgetItem>;

/** How an action is called: under its name, with the id of its widget, and the widget read from the store. */
export function callableOf(action: Action, readSender: ReadSender): Tool {
  return {
    name: actionCallName(action.type),
    description: '',
    progressText: '',
    parameters: z.strictObject({ item_id: z.string().optional(), payload: action.payload }),
    deadlineMs: action.deadlineMs,
    reach: action.reach,
    run: async (args, context) => {
      const { item_id: itemId, payload } = args as { item_id?: string; payload: unknown };
      const sender = itemId === undefined ? null : await readSender(context, itemId);
      const { effects = [], respond = false } = await action.run(payload, { ...context, sender });
      return { output: { respond }, effects };
    },
  };
}
