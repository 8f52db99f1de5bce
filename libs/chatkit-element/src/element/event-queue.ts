/** Events that are kept while nobody listens; enough for what happens while a page starts. */
const KEPT = 60;

/** Dispatches an event; says whether a listener has read its detail. */
type Dispatch = (type: string, detail: unknown) => boolean;

interface Waiting {
  type: string;
  detail: unknown;
}

/**
 * Keeps early events until their first listener comes. Frameworks attach listeners some time after they have set the
 * options (React: in passive effects), so what happens in between would be lost.
 */
export class EventQueue {
  private waiting: Waiting[] = [];
  private readonly heard = new Set<string>();
  private readonly expected = new Set<string>();
  private readonly dispatch: Dispatch;
  private readonly unseen: boolean;

  /** @param unseen whether listeners may have been added that {@link onListener} was never told of */
  constructor(dispatch: Dispatch, unseen = false) {
    this.dispatch = dispatch;
    this.unseen = unseen;
  }

  emit(type: string, detail: unknown): void {
    if (this.heard.has(type)) {
      this.dispatch(type, detail);
      return;
    }
    // Somebody who reads the detail has been there before us, and nothing needs to be kept for them.
    if (this.unseen && this.dispatch(type, detail)) {
      this.heard.add(type);
      return;
    }
    this.waiting.push({ type, detail });
    if (this.waiting.length > KEPT) {
      this.waiting.shift();
    }
  }

  /** To be called when a listener was added. What waited for it is delivered once, in the order it happened. */
  onListener(type: string): void {
    if (this.heard.has(type) || this.expected.has(type)) {
      return;
    }
    this.expected.add(type);
    // In a microtask: listeners are added in a row, and whoever adds one does not expect to be called before that returns.
    if (this.expected.size === 1) {
      queueMicrotask(() => this.deliver());
    }
  }

  private deliver(): void {
    for (const type of this.expected) {
      this.heard.add(type);
    }
    this.expected.clear();
    const due = this.waiting.filter(({ type }) => this.heard.has(type));
    this.waiting = this.waiting.filter(({ type }) => !this.heard.has(type));
    for (const { type, detail } of due) {
      this.dispatch(type, detail);
    }
  }
}
