import { isDeepStrictEqual } from 'node:util';
import { threadItemSchema, type ThreadItem, type ThreadStreamEvent, type WidgetItem } from '@frontdesk/chatkit-protocol';
import type { ChatEffect, ChatEffectOf, IdPrefix } from '@frontdesk/contracts';
import { threadChangesOf } from '@frontdesk/runs';
import { diffWidgets } from '@frontdesk/widgets';
import type { ChatEventsMapper } from '../model-events/chat-events.mapper.js';
import type { RunPublisher } from '../publishing/run-publisher.js';
import type { ClientRequest } from './client-request.js';
import { effectItemId } from './effect-item-id.js';

/** Where an effect comes from. */
export interface EffectOrigin {
  readonly callId: string;
  /** Which effect of the call it is, from 0. */
  readonly index: number;
}

export interface ChatEffectsOptions {
  readonly run: { readonly id: string; readonly threadId: string };
  readonly mapper: Pick<ChatEventsMapper, 'external' | 'openWorkflow' | 'task' | 'closeWorkflow'>;
  readonly publisher: Pick<RunPublisher, 'publish' | 'publishFrom' | 'save' | 'updateThread'>;
  /** An item that is in the thread; null when there is none with this id. */
  readonly findItem: (itemId: string) => Promise<ThreadItem | null>;
  /** Hears of an effect that names an item which is not there. */
  readonly onUnknownItem: (effect: ChatEffect) => void;
  readonly now: () => Date;
}

type ItemEffect = ChatEffectOf<'widget' | 'item' | 'remove_item' | 'hidden_context'>;
type PlainEffect = ChatEffectOf<'client_effect' | 'notice' | 'progress' | 'workflow' | 'task' | 'event'>;
type ItemFields = { readonly type: ThreadItem['type'] } & Readonly<Record<string, unknown>>;

/** What of a call is on screen while it still runs. */
interface LiveState {
  /** Effects other than widgets, as they were shown. */
  readonly shown: PlainEffect[];
  readonly widgets: Map<string, WidgetItem>;
}

/**
 * What tools, actions and agents do to the chat besides saying something. A live effect is on screen at once and provisional:
 * the outcome of its call brings it again, and only then it stays.
 */
export class ChatEffects {
  private readonly asked: ClientRequest[] = [];
  private readonly live = new Map<string, LiveState>();

  constructor(private readonly options: ChatEffectsOptions) {}

  /** What the calls so far asked the client for. */
  get requests(): readonly ClientRequest[] {
    return this.asked;
  }

  /** @throws ZodError when an item does not fit the protocol; nothing is shown then */
  apply(effect: ChatEffect, origin: EffectOrigin): void {
    switch (effect.type) {
      case 'widget': {
        const { widget, copy_text } = effect;
        return this.put(effect, origin, { type: 'widget', widget, copy_text });
      }
      case 'item':
        return this.put(effect, origin, effect.item);
      case 'hidden_context':
        return this.options.publisher.save(this.item(effect, origin, { type: 'hidden_context_item', content: effect.content }));
      case 'remove_item':
        return this.options.publisher.publishFrom(() => this.removal(effect, origin));
      case 'client_tool':
        this.asked.push({ ...this.request('tc', origin), kind: 'client_tool', name: effect.name, arguments: effect.arguments });
        return;
      case 'structured_input':
        this.asked.push({ ...this.request('msg', origin), kind: 'structured_input', inputs: effect.inputs });
        return;
      case 'thread':
        return this.options.publisher.updateThread(threadChangesOf(effect));
      default:
        return this.wasShown(effect, origin) ? undefined : this.showPlain(effect);
    }
  }

  /** Shows an effect of a call that still runs. @throws ZodError when it does not fit the protocol; Error for effects that only an outcome may have */
  show(effect: ChatEffect, origin: EffectOrigin): void {
    const live: LiveState = this.live.get(origin.callId) ?? { shown: [], widgets: new Map() };
    this.live.set(origin.callId, live);
    switch (effect.type) {
      case 'widget':
        return this.growWidget(effect, origin, live);
      case 'client_effect':
      case 'notice':
      case 'progress':
      case 'workflow':
      case 'task':
      case 'event':
        live.shown.push(effect);
        return this.showPlain(effect);
      default:
        throw new Error(`the effect ${effect.type} belongs to the outcome of a call`);
    }
  }

  /** The call has come to its end: what it showed and did not keep goes. */
  callEnded(callId: string): void {
    for (const itemId of this.live.get(callId)?.widgets.keys() ?? []) {
      this.options.publisher.publish({ type: 'thread.item.removed', item_id: itemId });
    }
    this.live.delete(callId);
  }

  /** A final item: a new one, or another in the place of one that is there. */
  private put(effect: ItemEffect, origin: EffectOrigin, fields: ItemFields): void {
    const item = this.item(effect, origin, fields);
    if (effect.type !== 'hidden_context' && effect.item_id !== undefined) {
      return this.options.publisher.publishFrom(() => this.replacement(effect, item));
    }
    const live = this.live.get(origin.callId);
    const shown = live?.widgets.get(item.id);
    live?.widgets.delete(item.id);
    if (shown !== undefined && item.type === 'widget') {
      this.publish(...updatesOf(shown, item), { type: 'thread.item.done', item: { ...item, created_at: shown.created_at } });
    } else {
      this.publish({ type: 'thread.item.done', item });
    }
  }

  private async replacement(effect: ChatEffect, item: ThreadItem): Promise<ThreadStreamEvent[]> {
    const known = await this.options.findItem(item.id);
    if (known === null) {
      this.options.onUnknownItem(effect);
      return [];
    }
    return [{ type: 'thread.item.replaced', item: { ...item, created_at: known.created_at } }];
  }

  /** A key does not say what kind of item it names, and the kind is in the id: of those that it may be, the one that is there goes. */
  private async removal(effect: ChatEffectOf<'remove_item'>, origin: EffectOrigin): Promise<ThreadStreamEvent[]> {
    const mayBe = effect.item_id === undefined ? OTHER_PREFIXES.map((prefix) => this.itemId(effect, origin, prefix)) : [];
    const known = await Promise.all(mayBe.map((id) => this.options.findItem(id)));
    const found = known.find((item) => item !== null)?.id;
    return [{ type: 'thread.item.removed', item_id: found ?? this.itemId(effect, origin, 'msg') }];
  }

  private growWidget(effect: ChatEffectOf<'widget'>, origin: EffectOrigin, live: LiveState): void {
    const { widget, copy_text } = effect;
    const item = this.item(effect, origin, { type: 'widget', widget, copy_text });
    if (item.type !== 'widget') {
      return;
    }
    if (effect.item_id !== undefined) {
      return this.publish({ type: 'thread.item.updated', item_id: item.id, update: { type: 'widget.root.updated', widget: item.widget } });
    }
    const shown = live.widgets.get(item.id);
    const next = shown === undefined ? item : { ...item, created_at: shown.created_at };
    live.widgets.set(item.id, next);
    this.publish(...(shown === undefined ? [{ type: 'thread.item.added' as const, item: next }] : updatesOf(shown, next)));
  }

  /** Did the call show just this before its outcome? Then it is on screen. */
  private wasShown(effect: PlainEffect, origin: EffectOrigin): boolean {
    const shown = this.live.get(origin.callId)?.shown ?? [];
    const at = shown.findIndex((one) => isDeepStrictEqual(one, effect));
    return at !== -1 && shown.splice(at, 1).length > 0;
  }

  /** Effects that leave no item of their own. */
  private showPlain(effect: PlainEffect): void {
    const { mapper } = this.options;
    switch (effect.type) {
      case 'workflow': {
        const { summary, expanded } = effect;
        const events = effect.state === 'open' ? mapper.openWorkflow(summary, expanded) : mapper.closeWorkflow(summary, expanded);
        return events.forEach((event) => this.options.publisher.publish(event));
      }
      case 'task':
        return mapper.task(effect.key ?? null, effect.task).forEach((event) => this.options.publisher.publish(event));
      case 'progress':
        return this.publish({ type: 'progress_update', text: effect.text, icon: effect.icon });
      case 'event':
        return this.publish(this.ofThisThread(effect.event));
      case 'notice':
      case 'client_effect':
        return this.publish(effect);
    }
  }

  /** Whatever becomes visible ends the list of steps before it. */
  private publish(...events: readonly ThreadStreamEvent[]): void {
    events.flatMap((event) => this.options.mapper.external(event)).forEach((event) => this.options.publisher.publish(event));
  }

  private ofThisThread(event: ThreadStreamEvent): ThreadStreamEvent {
    return 'item' in event ? { ...event, item: { ...event.item, thread_id: this.options.run.threadId } } : event;
  }

  private request(prefix: IdPrefix, { callId, index }: EffectOrigin): Pick<ClientRequest, 'id' | 'call_id'> {
    return { id: effectItemId(prefix, this.options.run.id, callId, index), call_id: callId };
  }

  private item(effect: ItemEffect, origin: EffectOrigin, fields: ItemFields): ThreadItem {
    return threadItemSchema.parse({
      ...fields,
      id: this.itemId(effect, origin, PREFIXES[fields.type] ?? 'msg'),
      thread_id: this.options.run.threadId,
      created_at: this.options.now().toISOString(),
    });
  }

  private itemId(effect: ItemEffect, { callId, index }: EffectOrigin, prefix: IdPrefix): string {
    const { key, item_id: itemId } = effect.type === 'hidden_context' ? {} : effect;
    return itemId ?? effectItemId(prefix, this.options.run.id, callId, key ?? index);
  }
}

const PREFIXES: Partial<Record<ThreadItem['type'], IdPrefix>> = { workflow: 'wf', task: 'tsk', hidden_context_item: 'hcx' };
/** Of the items that an effect can take away, besides those whose ids begin with msg. */
const OTHER_PREFIXES = ['wf', 'tsk'] as const satisfies readonly IdPrefix[];

const updatesOf = (shown: WidgetItem, next: WidgetItem): ThreadStreamEvent[] =>
  diffWidgets(shown.widget, next.widget).map((update) => ({ type: 'thread.item.updated', item_id: shown.id, update }));
