import type { AgentInputItem, AgentOutputItem } from '@openai/agents';
import { portableHistory } from '../model-calls/portable-history.js';
import type { RunPublisher } from '../publishing/run-publisher.js';
import { CHECKPOINT_VERSION, type Checkpoint, type RunUsage } from './checkpoint.schema.js';

/**
 * Keeps the agent's history at the two moments that a later claim can continue from: before tools start, so that they are
 * called again under the same ids, and after they have answered, when the next request goes out.
 */
export class CheckpointKeeper {
  private input: readonly AgentInputItem[] = [];
  private gate: Promise<void> = Promise.resolve();
  private openGate: () => void = () => undefined;
  private calls: number;

  /**
   * @param resumed the run continues from a checkpoint: already its first request is worth one
   * @param usage what the model has used so far, over all claims
   * @param agent the agent that has the word
   */
  constructor(
    private readonly publisher: Pick<RunPublisher, 'checkpoint'>,
    private readonly start: { readonly modelCalls: number; readonly resumed: boolean },
    private readonly usage: () => RunUsage,
    private readonly agent: () => string | undefined = () => undefined,
  ) {
    this.calls = start.modelCalls;
  }

  get modelCalls(): number {
    return this.calls;
  }

  /** A request goes out with this history. Tools of its answer wait at the gate from now on. */
  requestSent(input: readonly AgentInputItem[]): void {
    this.calls += 1;
    this.input = input;
    this.gate = new Promise((resolve) => (this.openGate = resolve));
    if (this.start.resumed || this.calls > this.start.modelCalls + 1) {
      void this.keep(input);
    }
  }

  /** The answer is here, and everything in it published. Lets its tools start once they are on record. */
  answered(output: readonly AgentOutputItem[]): void {
    const open = this.openGate;
    if (output.some((item) => item.type === 'function_call')) {
      void this.keep(portableHistory([...this.input, ...output])).then(open); // a run that lost its fence is aborted by then
    } else {
      open();
    }
  }

  /** Resolves when tools of the last answer may start. */
  mayStart(): Promise<void> {
    return this.gate;
  }

  private keep(history: readonly AgentInputItem[]): Promise<boolean> {
    const { calls } = this;
    return this.publisher.checkpoint((itemIds): Checkpoint => ({
      version: CHECKPOINT_VERSION,
      history: [...history],
      itemIds: [...itemIds],
      modelCalls: calls,
      clientCalls: [],
      usage: this.usage(),
      agent: this.agent(),
    }));
  }
}
