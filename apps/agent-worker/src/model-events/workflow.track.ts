import { isDeepStrictEqual } from 'node:util';
import type { Task, ThoughtTask, ThreadStreamEvent, Workflow, WorkflowItem } from '@frontdesk/chatkit-protocol';

/** A streamed thought is sent whole with every update, so it goes out only when it grew by this share: the sum stays linear. */
const MIN_GROWTH = 0.02;

const thoughtTask = (content: string): ThoughtTask => ({ type: 'thought', content, status_indicator: 'none' });

/** A list of steps that is not over, as it is kept until its run goes on. */
export interface OpenWorkflow {
  readonly item: WorkflowItem;
  /** The author's names of the tasks, in their order; null for those without one. */
  readonly taskKeys: Array<string | null>;
  /** What it is to be called once it ends; until then the item has none, which tells open lists from ended ones. */
  readonly summary?: Workflow['summary'];
}

/**
 * A list of steps on screen, from its first sign to the next visible item: the model's reasoning with a thought per summary,
 * or what tools and agents do, with a task per step.
 */
export class WorkflowTrack {
  private readonly tasks: Task[];
  private readonly taskKeys: Array<string | null>;
  private summary: Workflow['summary'];
  private expanded: boolean;
  /** A list without steps is shown with its first one, unless it is the model's reasoning. */
  private isShown: boolean;
  /** The one thought that streams; later ones come whole (section 3.2 of the protocol reference). */
  private streamed: { readonly name: string; text: string; shown: number } | null = null;

  /** @param open the list so far, when it goes on from an earlier turn */
  constructor(
    private readonly base: Pick<WorkflowItem, 'id' | 'thread_id' | 'created_at'>,
    readonly type: Workflow['type'],
    open: OpenWorkflow | null = null,
  ) {
    this.tasks = [...(open?.item.workflow.tasks ?? [])];
    this.taskKeys = this.tasks.map((_task, index) => open?.taskKeys[index] ?? null);
    this.summary = open?.summary;
    this.expanded = open?.item.workflow.expanded ?? false;
    this.isShown = open !== null;
  }

  static resume(open: OpenWorkflow): WorkflowTrack {
    return new WorkflowTrack(open.item, open.item.workflow.type, open);
  }

  /** Null while nothing of it was shown. */
  get open(): OpenWorkflow | null {
    return this.isShown ? { item: this.item(), taskKeys: [...this.taskKeys], summary: this.summary } : null;
  }

  added(): ThreadStreamEvent {
    this.isShown = true;
    return { type: 'thread.item.added', item: this.item() };
  }

  /** What the list is to be called, and whether it stays unfolded; what is not given stays as it was. */
  describe(summary: Workflow['summary'], expanded: boolean | undefined): void {
    this.summary = summary ?? this.summary;
    this.expanded = expanded ?? this.expanded;
  }

  /** A step as it is now. @param key the author's name for it; without one it is always a new step */
  task(key: string | null, task: Task): ThreadStreamEvent[] {
    const index = key === null ? -1 : this.taskKeys.indexOf(key);
    if (index === -1) {
      return [this.addTask(task, key)];
    }
    if (isDeepStrictEqual(this.tasks[index], task)) {
      return [];
    }
    this.tasks[index] = task;
    return [this.updated({ type: 'workflow.task.updated', task_index: index, task })];
  }

  /** @param name tells the thoughts of the workflow apart */
  thoughtDelta(name: string, delta: string): ThreadStreamEvent[] {
    if (this.type === 'reasoning' && this.streamed === null && this.tasks.length === 0) {
      this.streamed = { name, text: delta, shown: delta.length };
      return [this.addTask(thoughtTask(delta), null)];
    }
    const { streamed } = this;
    if (streamed?.name !== name) {
      return [];
    }
    streamed.text += delta;
    const grown = streamed.text.length - streamed.shown;
    return grown >= Math.max(1, streamed.text.length * MIN_GROWTH) ? [this.updateStreamed(streamed)] : [];
  }

  thoughtDone(name: string, text: string): ThreadStreamEvent[] {
    const { streamed } = this;
    if (streamed?.name !== name) {
      return [this.addTask(thoughtTask(text), null)];
    }
    streamed.text = text;
    return [this.updateStreamed(streamed)];
  }

  /** @param now ms since the epoch; without a summary of its own the list ends with the time since its start in whole seconds */
  end(now: number): ThreadStreamEvent[] {
    if (!this.isShown) {
      return [];
    }
    if (this.streamed !== null) {
      this.tasks[0] = thoughtTask(this.streamed.text);
    }
    const duration = Math.max(0, Math.floor((now - Date.parse(this.base.created_at)) / 1000));
    return [{ type: 'thread.item.done', item: this.item(this.summary ?? { duration }) }];
  }

  private addTask(task: Task, key: string | null): ThreadStreamEvent {
    this.tasks.push(task);
    this.taskKeys.push(key);
    return this.isShown ? this.updated({ type: 'workflow.task.added', task_index: this.tasks.length - 1, task }) : this.added();
  }

  private updateStreamed(streamed: { text: string; shown: number }): ThreadStreamEvent {
    streamed.shown = streamed.text.length;
    const task = thoughtTask(streamed.text);
    this.tasks[0] = task;
    return this.updated({ type: 'workflow.task.updated', task_index: 0, task });
  }

  private updated(update: Extract<ThreadStreamEvent, { type: 'thread.item.updated' }>['update']): ThreadStreamEvent {
    return { type: 'thread.item.updated', item_id: this.base.id, update };
  }

  private item(summary?: Workflow['summary']): WorkflowItem {
    const { id, thread_id, created_at } = this.base;
    const workflow: Workflow = { type: this.type, tasks: [...this.tasks], summary, expanded: this.expanded };
    return { id, thread_id, created_at, type: 'workflow', workflow };
  }
}
