import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import { ERRORS, type ErrorCode, type RunOutcome } from '@frontdesk/contracts';
import type { ClaimedRun, RunLifecycleStore } from '@frontdesk/runs';
import type { AgentInputItem } from '@openai/agents';
import { requestItem, type ClientRequest } from '../effects/client-request.js';
import { effectItemId } from '../effects/effect-item-id.js';
import type { ChatEventsMapper } from '../model-events/chat-events.mapper.js';
import type { OpenWorkflow } from '../model-events/workflow.track.js';
import { fencedWrite } from '../publishing/fenced-write.js';
import type { RunPublisher } from '../publishing/run-publisher.js';
import { TITLE_GRACE, type TitleJob } from '../titles/title-job.js';
import { CHECKPOINT_VERSION, type Checkpoint, type RunUsage } from './checkpoint.schema.js';
import type { LeaseHeartbeat } from './lease-heartbeat.js';
import type { Ending } from './run-outcome.js';

const CANCEL_NOTICE =
  'The user stopped the answer before it was complete. Do not go on with the earlier request unless the user asks for it again.';

export interface ClosingParts {
  readonly run: ClaimedRun;
  readonly lifecycle: RunLifecycleStore;
  readonly publisher: RunPublisher;
  readonly lease: Pick<LeaseHeartbeat, 'stop'>;
  readonly mapper: ChatEventsMapper;
  /** Null when it never came to that. */
  readonly title: TitleJob | null;
  readonly usage: RunUsage;
  readonly modelCalls: number;
  readonly history: readonly AgentInputItem[];
  readonly clientCalls: readonly ClientRequest[];
  /** The agent that has the word. */
  readonly agent: string | undefined;
  /** A guardrail objected: nothing of the answer may stay. */
  readonly isTakenBack: boolean;
}

/**
 * Brings a run to its end: the screen in order, then the state in Postgres, then the last frames. In this order, since a
 * client may act on a last frame at once, and must then find the run where the frame says it is.
 *
 * @returns what became of it: `fenced` when somebody else had it in the end
 */
export async function closeRun(parts: ClosingParts, ending: Ending): Promise<Ending> {
  switch (ending.kind) {
    case 'fenced':
      parts.title?.cancel();
      parts.publisher.stop();
      return ending;
    case 'released':
      return release(parts, ending);
    case 'completed':
      leaveWorkflow(parts, false);
      parts.mapper.finish().forEach((event) => parts.publisher.publish(event));
      parts.publisher.removePending();
      await parts.title?.finish(TITLE_GRACE.afterAnswer);
      return finish(parts, { status: 'completed' }, ending);
    case 'waiting':
      return wait(parts, ending);
    case 'cancelled':
      parts.title?.cancel();
      parts.publisher.keepText(() => new Date());
      parts.publisher.save(cancelMarker(parts.run));
      return finish(parts, { status: 'cancelled' }, ending);
    case 'failed':
      return fail(parts, ending);
  }
}

/** The run ends on a question to the client. Its frame goes out last: the answer to it must find the run waiting. */
async function wait(parts: ClosingParts, ending: Ending): Promise<Ending> {
  const { publisher, run, clientCalls } = parts;
  const [call] = clientCalls;
  if (call === undefined) {
    throw new Error('a run waits for the client and asks for nothing');
  }
  const item = requestItem(call, run.threadId, new Date());
  const workflow = leaveWorkflow(parts, true);
  parts.mapper.finish().forEach((event) => publisher.publish(event));
  publisher.removePending();
  publisher.save(item);
  await parts.title?.finish(TITLE_GRACE.beforeClientTool);
  await publisher.settled();
  const checkpoint: Checkpoint = {
    version: CHECKPOINT_VERSION,
    history: [...parts.history],
    itemIds: [...publisher.itemIds],
    modelCalls: parts.modelCalls,
    clientCalls: [...clientCalls],
    usage: parts.usage,
    workflow,
    agent: parts.agent,
  };
  return finish(parts, { status: 'waiting', checkpoint }, ending, () => publisher.show(item));
}

/** A list of steps that its author did not end stays open on the screen, and is kept as it is. */
function leaveWorkflow({ mapper, publisher }: ClosingParts, turnPauses: boolean): OpenWorkflow | undefined {
  const open = mapper.leaveWorkflow(turnPauses);
  if (open !== null) {
    publisher.suspend(open.item);
  }
  return open ?? undefined;
}

async function fail(parts: ClosingParts, ending: Extract<Ending, { kind: 'failed' }>): Promise<Ending> {
  const { publisher, title, isTakenBack } = parts;
  title?.cancel();
  if (isTakenBack) {
    publisher.removeAll();
  } else {
    publisher.removePending();
  }
  return finish(parts, { status: 'failed', errorCode: ending.code }, ending, () =>
    publisher.publish(errorFrame(ending.code, ending.detail)),
  );
}

async function finish(parts: ClosingParts, outcome: RunOutcome, ending: Ending, lastFrame: () => void = () => undefined): Promise<Ending> {
  const { publisher, lifecycle, lease, run, usage } = parts;
  await publisher.settled();
  if (!(await fencedWrite(() => lifecycle.finish(run, outcome, usage)))) {
    publisher.stop();
    return { kind: 'fenced' };
  }
  lease.stop(); // nobody takes a run that is over: its last frames may come late
  lastFrame();
  await publisher.end(outcome.status);
  return ending;
}

/** What was shown since the last checkpoint is put right by the next claim. */
async function release(parts: ClosingParts, ending: Extract<Ending, { kind: 'released' }>): Promise<Ending> {
  const { publisher, lifecycle, run, title } = parts;
  title?.cancel();
  await publisher.flushed();
  publisher.stop();
  const held = await fencedWrite(() => lifecycle.release(run, ending.isFault));
  return held ? ending : { kind: 'fenced' };
}

/** The frame that tells a person what went wrong, in the words of the error table. */
export const errorFrame = (code: ErrorCode, detail: string = ERRORS[code].message) =>
  ({ type: 'error', code: 'custom', message: detail, allow_retry: ERRORS[code].allowRetry }) as const;

/** For the model alone. One per run, however often it is stopped. */
function cancelMarker(run: ClaimedRun): ThreadItem {
  const id = effectItemId('shcx', run.id, 'cancelled', 0);
  return { id, thread_id: run.threadId, created_at: new Date().toISOString(), type: 'sdk_hidden_context', content: CANCEL_NOTICE };
}
