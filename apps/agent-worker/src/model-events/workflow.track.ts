import type { Task, ThoughtTask, ThreadStreamEvent, Workflow, WorkflowItem } from '@frontdesk/chatkit-protocol';

/** A streamed thought is sent whole with every update, so it goes out only when it grew by this share: the sum stays linear. */
const MIN_GROWTH = 0.02;

const thoughtTask = (content: string): ThoughtTask => ({ type: 'thought', content, status_indicator: 'none' });

/** The model's reasoning on screen: one workflow item with a thought per summary, from its first sign to the next visible item. */
export class WorkflowTrack {
  private readonly tasks: Task[] = [];
  /** The one thought that streams; later ones come whole (section 3.2 of the protocol reference). */
  private streamed: { readonly name: string; text: string; shown: number } | null = null;

  constructor(
    private readonly base: Pick<WorkflowItem, 'id' | 'thread_id' | 'created_at'>,
    private readonly startedAt: number,
  ) {}

  added(): ThreadStreamEvent {
    return { type: 'thread.item.added', item: this.item() };
  }

  /** @param name tells the thoughts of the workflow apart */
  thoughtDelta(name: string, delta: string): ThreadStreamEvent[] {
    if (this.streamed === null && this.tasks.length === 0) {
      this.streamed = { name, text: delta, shown: delta.length };
      return [this.addTask(thoughtTask(delta))];
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
      return [this.addTask(thoughtTask(text))];
    }
    streamed.text = text;
    return [this.updateStreamed(streamed)];
  }

  /** @param now ms since the epoch; the summary is the time since the start in whole seconds */
  end(now: number): ThreadStreamEvent {
    if (this.streamed !== null) {
      this.tasks[0] = thoughtTask(this.streamed.text);
    }
    const duration = Math.max(0, Math.floor((now - this.startedAt) / 1000));
    return { type: 'thread.item.done', item: this.item({ duration }) };
  }

  private addTask(task: Task): ThreadStreamEvent {
    this.tasks.push(task);
    return this.updated({ type: 'workflow.task.added', task_index: this.tasks.length - 1, task });
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
    return { ...this.base, type: 'workflow', workflow: { type: 'reasoning', tasks: [...this.tasks], summary, expanded: false } };
  }
}
