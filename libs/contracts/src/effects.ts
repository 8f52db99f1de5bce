import {
  assistantMessageItemSchema,
  endOfTurnItemSchema,
  generatedImageItemSchema,
  iconSchema,
  structuredInputSchema,
  taskItemSchema,
  taskSchema,
  threadStatusSchema,
  threadStreamEventSchema,
  widgetItemSchema,
  workflowItemSchema,
  workflowSummarySchema,
} from '@frontdesk/chatkit-protocol';
import { z } from 'zod';

/** The server gives these; an author never does. */
const OWN = { id: true, thread_id: true, created_at: true } as const;

/** An item that a tool, an action or an agent may put into the chat. What people write and what waits for them has effects of its own. */
const newItemSchema = z.discriminatedUnion('type', [
  assistantMessageItemSchema.omit(OWN),
  generatedImageItemSchema.omit(OWN),
  widgetItemSchema.omit(OWN),
  taskItemSchema.omit(OWN),
  workflowItemSchema.omit(OWN),
  endOfTurnItemSchema.omit(OWN),
]);

/**
 * Which item an effect is about. `key`: the author's own name for an item of this call; the same key is the same item.
 * `item_id`: an item that is in the thread already, such as the widget that an action came from. Neither: a new item.
 */
const place = { key: z.string().min(1).max(100).optional(), item_id: z.string().min(1).max(100).optional() };

/** As clients compare it. An address, or a port, would match nothing, and nobody would say why the images stay away. */
const imageDomainSchema = z
  .string()
  .max(253)
  .regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i, { error: 'expected a host such as images.example.com, or *.example.com for those below it' });

const BY_THREAD_EFFECT: ReadonlySet<string> = new Set(['thread.created', 'thread.updated']);

/**
 * What tools, actions and agents do to the chat besides saying something. One vocabulary for all of them: tools and actions
 * return effects, agents emit them, and the worker alone knows how each gets to the screen.
 */
export const chatEffectSchema = z.discriminatedUnion('type', [
  /** A widget: new, grown (same key), or in place of the one that is there (item_id). */
  z.object({ type: z.literal('widget'), ...place, widget: z.looseObject({ type: z.string() }), copy_text: z.string().optional() }),
  /** Any other item. */
  z.object({ type: z.literal('item'), ...place, item: newItemSchema }),
  z
    .object({ type: z.literal('remove_item'), ...place })
    .refine(({ key, item_id: itemId }) => key !== undefined || itemId !== undefined, { error: 'name the item by key or item_id' }),
  /** Something that the user's page is told and does not answer. */
  z.object({ type: z.literal('client_effect'), name: z.string(), data: z.record(z.string(), z.unknown()) }),
  /** Something that the user's page does and answers. The turn ends on it, and goes on with the answer. */
  z.object({ type: z.literal('client_tool'), name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
  /** Questions to the user. The turn ends on them, and goes on with the answers. */
  z.object({ type: z.literal('structured_input'), inputs: z.array(structuredInputSchema).min(1) }),
  /** `message` is Markdown. */
  z.object({ type: z.literal('notice'), level: z.enum(['info', 'warning', 'danger']), message: z.string(), title: z.string().optional() }),
  z.object({ type: z.literal('progress'), text: z.string(), icon: iconSchema.optional() }),
  /** Something that the model is to know from now on and the user does not see. */
  z.object({ type: z.literal('hidden_context'), content: z.unknown() }),
  /** Changes of the thread itself; what is not named stays. `metadata` is private to the server, and merged. */
  z.object({
    type: z.literal('thread'),
    title: z.string().max(200).optional(),
    status: threadStatusSchema.optional(),
    allowed_image_domains: z.array(imageDomainSchema).optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
    /** Whether people may stop the answers of this thread, from this one on. */
    allow_cancel: z.boolean().optional(),
  }),
  /** Opens a list of steps, or ends the one that is open. One is open at a time; a visible item ends it as well. */
  z.object({
    type: z.literal('workflow'),
    state: z.enum(['open', 'done']),
    summary: workflowSummarySchema.optional(),
    expanded: z.boolean().optional(),
  }),
  /** A step: a new one, or a known one (same key) as it is now. Opens a list of steps when none is open. */
  z.object({ type: z.literal('task'), key: place.key, task: taskSchema }),
  /** Any other event of the protocol, for this stream alone. */
  z.object({
    type: z.literal('event'),
    event: threadStreamEventSchema.refine((event) => !BY_THREAD_EFFECT.has(event.type), { error: 'use the effect "thread"' }),
  }),
]);
export type ChatEffect = z.output<typeof chatEffectSchema>;
/** As authors write them: what has a default may be left out. */
export type ChatEffectInput = z.input<typeof chatEffectSchema>;
export type ChatEffectOf<T extends ChatEffect['type']> = Extract<ChatEffect, { type: T }>;

/** The effects that may show at once, while a call still runs: what they show is provisional, or is gone anyway. */
export const LIVE_EFFECTS = ['widget', 'client_effect', 'notice', 'progress', 'workflow', 'task', 'event'] as const;
export type LiveEffectInput = Extract<ChatEffectInput, { type: (typeof LIVE_EFFECTS)[number] }>;

/** The name under which an action of a widget is called at the tools service. No tool can have it: theirs have no colon. */
export const actionCallName = (actionType: string): string => `action:${actionType}`;

/** The one call of a run that handles an action: with the run's id it is the ledger's key. */
export const ACTION_CALL_ID = 'action';

/** What is sent along with the call of an action. The service reads the widget itself, so that nobody can make one up. */
export const actionArgumentsSchema = z.object({ item_id: z.string().nullable(), payload: z.unknown() });
export type ActionArguments = z.infer<typeof actionArgumentsSchema>;

/** The output of an action: whether the agent is to say something now. */
export const actionOutputSchema = z.object({ respond: z.boolean() });
