import {
  isHiddenItem,
  type Annotation,
  type AssistantMessageItem,
  type GeneratedImageItem,
  type Task,
  type ThreadItem,
  type ThreadStreamEvent,
  type Workflow,
} from '@frontdesk/chatkit-protocol';
import { toAnnotation } from './annotations.js';
import type { ModelSignal } from './model-signal.js';
import { MessageTrack } from './message.track.js';
import { WorkflowTrack, type OpenWorkflow } from './workflow.track.js';

type Signal<P extends string> = Extract<ModelSignal, { type: `${P}${string}` }>;

const isOf = <P extends string>(signal: ModelSignal, prefix: P): signal is Signal<P> => signal.type.startsWith(prefix);

export interface ChatEventsMapperOptions {
  readonly threadId: string;
  readonly newId: (prefix: 'msg' | 'wf') => string;
  readonly now: () => Date;
  /** Partial images that were asked for; makes the progress of a picture. 0: unknown. */
  readonly partialImages?: number;
  /** How a citation is shown where that is not the usual way: see AgentDefinition. */
  readonly annotate?: (citation: unknown) => Annotation | null | undefined;
}

/** A picture on the way is one of several and goes through the run's log: larger ones wait for the final one. */
const MAX_PARTIAL_CHARS = 1_500_000;

interface OpenImage {
  readonly itemId: string;
  readonly createdAt: string;
}

interface CurrentWorkflow {
  /** The model's items that it shows. */
  readonly keys: Set<string>;
  readonly track: WorkflowTrack;
}

/**
 * Makes ChatKit events of what the model does (section 3 of the protocol reference). Pure: same signals, same events.
 * Every item gets an id of our own, kept from its first event to its last.
 */
export class ChatEventsMapper {
  private readonly messages = new Map<string, MessageTrack>();
  private readonly images = new Map<string, OpenImage>();
  private readonly closed = new Set<string>();
  private workflow: CurrentWorkflow | null = null;

  constructor(private readonly options: ChatEventsMapperOptions) {}

  map(signal: ModelSignal): ThreadStreamEvent[] {
    if (this.closed.has(signal.key)) {
      return [];
    }
    if (isOf(signal, 'message.')) {
      return this.mapMessage(signal);
    }
    return isOf(signal, 'reasoning.') ? this.mapReasoning(signal) : this.mapImage(signal);
  }

  /** An event that did not come from the model but from a tool: an item that becomes visible ends the model's open reasoning. */
  external(event: ThreadStreamEvent): ThreadStreamEvent[] {
    return (event.type === 'thread.item.added' || event.type === 'thread.item.done') && endsWorkflow(event.item)
      ? [...this.endWorkflow(), event]
      : [event];
  }

  /** Opens a list of steps, or describes the one that is open. The model's reasoning is never taken for one: it ends. */
  openWorkflow(summary: Workflow['summary'], expanded: boolean | undefined): ThreadStreamEvent[] {
    const ended = this.workflow?.track.type === 'reasoning' ? this.endWorkflow() : [];
    this.workflow ??= this.newWorkflow('custom');
    this.workflow.track.describe(summary, expanded);
    return ended;
  }

  /** A step of the list that is open; opens one when there is none (section 3.4 of the protocol reference). */
  task(key: string | null, task: Task): ThreadStreamEvent[] {
    this.workflow ??= this.newWorkflow('custom');
    return this.workflow.track.task(key, task);
  }

  /** Ends the list of steps that is open, if one is. */
  closeWorkflow(summary: Workflow['summary'], expanded: boolean | undefined): ThreadStreamEvent[] {
    this.workflow?.track.describe(summary, expanded);
    return this.endWorkflow();
  }

  /** Goes on with a list of steps that an earlier turn left open. */
  resumeWorkflow(open: OpenWorkflow): void {
    this.workflow = { keys: new Set(), track: WorkflowTrack.resume(open) };
  }

  /**
   * Hands out the list of steps that is open, for a later turn to go on with (section 3.4 of the protocol reference).
   *
   * @param withReasoning the turn merely pauses: the model's own reasoning stays open, too
   */
  leaveWorkflow(withReasoning: boolean): OpenWorkflow | null {
    const open = this.workflow?.track.open ?? null;
    if (open === null || (open.item.workflow.type === 'reasoning' && !withReasoning)) {
      return null;
    }
    this.workflow = null;
    return open;
  }

  /** The model has nothing more to say: what is still open ends now. */
  finish(): ThreadStreamEvent[] {
    const unfinished = [...this.images.values()].map((image): ThreadStreamEvent => ({
      type: 'thread.item.removed',
      item_id: image.itemId,
    }));
    this.images.clear();
    return [...this.endWorkflow(), ...unfinished];
  }

  private mapMessage(signal: Signal<'message.'>): ThreadStreamEvent[] {
    if (signal.type === 'message.done') {
      return this.messageDone(signal);
    }
    const known = this.messages.get(signal.key);
    const message = known ?? new MessageTrack(this.options.newId('msg'));
    const opening = known === undefined ? this.openMessage(signal.key, message) : [];
    switch (signal.type) {
      case 'message.started':
        return opening;
      case 'message.part_added':
        return [...opening, ...message.partAdded(signal.part, signal.text)];
      case 'message.text':
        return [...opening, ...message.text(signal.part, signal.delta)];
      case 'message.annotation': {
        const annotation = this.annotationOf(signal.annotation);
        return annotation === null ? opening : [...opening, ...message.annotation(signal.part, annotation)];
      }
      case 'message.part_done':
        return [...opening, ...message.partDone(signal.part, signal.text)];
    }
  }

  private openMessage(key: string, message: MessageTrack): ThreadStreamEvent[] {
    this.messages.set(key, message);
    const item: AssistantMessageItem = { id: message.id, ...this.stamp(), type: 'assistant_message', content: [] };
    return [...this.endWorkflow(), { type: 'thread.item.added', item }];
  }

  private messageDone(signal: Extract<ModelSignal, { type: 'message.done' }>): ThreadStreamEvent[] {
    const known = this.messages.get(signal.key);
    this.messages.delete(signal.key);
    this.closed.add(signal.key);
    const content = signal.parts.map((part) => ({
      type: 'output_text' as const,
      text: part.text,
      annotations: part.annotations.map((citation) => this.annotationOf(citation)).filter((annotation) => annotation !== null),
    }));
    const item: AssistantMessageItem = { id: known?.id ?? this.options.newId('msg'), ...this.stamp(), type: 'assistant_message', content };
    return [...(known === undefined ? this.endWorkflow() : []), { type: 'thread.item.done', item }];
  }

  private annotationOf(citation: unknown): Annotation | null {
    const own = this.options.annotate?.(citation);
    return own === undefined ? toAnnotation(citation) : own;
  }

  private mapReasoning(signal: Signal<'reasoning.'>): ThreadStreamEvent[] {
    const opening: ThreadStreamEvent[] = [];
    if (this.workflow === null) {
      this.workflow = this.newWorkflow('reasoning');
      opening.push(this.workflow.track.added());
    }
    const { keys, track } = this.workflow;
    keys.add(signal.key);
    switch (signal.type) {
      case 'reasoning.started':
        return opening;
      case 'reasoning.thought_delta':
        return [...opening, ...track.thoughtDelta(`${signal.key} ${signal.thought}`, signal.delta)];
      case 'reasoning.thought_done':
        return [...opening, ...track.thoughtDone(`${signal.key} ${signal.thought}`, signal.text)];
    }
  }

  private endWorkflow(): ThreadStreamEvent[] {
    if (this.workflow === null) {
      return [];
    }
    const { keys, track } = this.workflow;
    // Late repeats of these thoughts, as in a final response, must not open a second workflow.
    keys.forEach((key) => this.closed.add(key));
    this.workflow = null;
    return track.end(this.options.now().getTime());
  }

  private newWorkflow(type: Workflow['type']): CurrentWorkflow {
    return { keys: new Set(), track: new WorkflowTrack({ id: this.options.newId('wf'), ...this.stamp() }, type) };
  }

  private mapImage(signal: Signal<'image.'>): ThreadStreamEvent[] {
    const known = this.images.get(signal.key);
    const image = known ?? { itemId: this.options.newId('msg'), createdAt: this.stamp().created_at };
    const opening: ThreadStreamEvent[] = known === undefined ? [{ type: 'thread.item.added', item: this.imageItem(image) }] : [];
    this.images.set(signal.key, image);
    switch (signal.type) {
      case 'image.started':
        return opening;
      case 'image.partial': {
        if (signal.base64.length > MAX_PARTIAL_CHARS) {
          return opening;
        }
        const { partialImages = 0 } = this.options;
        const progress = partialImages > 0 ? Math.min(1, signal.index / partialImages) : 0;
        const update = { type: 'generated_image.updated' as const, image: this.picture(signal.imageId, signal.base64), progress };
        return [...opening, { type: 'thread.item.updated', item_id: image.itemId, update }];
      }
      case 'image.done':
        this.images.delete(signal.key);
        this.closed.add(signal.key);
        if (signal.base64 === null) {
          return known === undefined ? [] : [{ type: 'thread.item.removed', item_id: image.itemId }];
        }
        return [
          ...opening,
          { type: 'thread.item.done', item: { ...this.imageItem(image), image: this.picture(signal.imageId, signal.base64) } },
        ];
    }
  }

  private imageItem(image: OpenImage): GeneratedImageItem {
    return { id: image.itemId, thread_id: this.options.threadId, created_at: image.createdAt, type: 'generated_image' };
  }

  /** What the final one's bytes are is known to who keeps them (KeptPictures). */
  private picture(id: string, base64: string): { id: string; url: string } {
    return { id, url: `data:image/png;base64,${base64}` };
  }

  private stamp(): { thread_id: string; created_at: string } {
    return { thread_id: this.options.threadId, created_at: this.options.now().toISOString() };
  }
}

/** Hidden items and calls of client tools leave the reasoning open (section 3.4 of the protocol reference). */
const endsWorkflow = (item: ThreadItem): boolean => item.type !== 'client_tool_call' && item.type !== 'workflow' && !isHiddenItem(item);
