import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import type { ToolDescriptor } from '@frontdesk/contracts';
import { conversationFromRow, type ClaimedRun } from '@frontdesk/runs';
import type { AgentInputItem } from '@openai/agents';
import type { AnsweredItem, ClientRequest } from '../effects/client-request.js';
import type { OpenWorkflow } from '../model-events/workflow.track.js';
import { buildModelInput } from '../model-input/model-input.builder.js';
import { NO_USAGE, type Checkpoint, type RunUsage } from './checkpoint.schema.js';
import { withClientAnswer } from './client-answer.js';
import type { ExecutionServices } from './execution-services.js';

/** Everything that the agent loop of a claimed run starts from. */
export interface PreparedRun {
  readonly history: AgentInputItem[];
  /** What the client is still to be asked for before the model goes on. */
  readonly clientCalls: readonly ClientRequest[];
  /** A list of steps that an earlier turn left open. */
  readonly workflow: OpenWorkflow | null;
  /** The agent that had the word; undefined for the first. */
  readonly agent: string | undefined;
  readonly modelCalls: number;
  readonly resumed: boolean;
  readonly usage: RunUsage;
  readonly facts: readonly string[];
  readonly catalogue: readonly ToolDescriptor[];
  /** The thread has become long: everything before this item is to be summarised. Null: nothing is. */
  readonly summariseBefore: string | null;
  /** What the user is to be told before the answer; null: nothing. */
  readonly notice: string | null;
  /** What a title can be made of; null when nothing was typed. */
  readonly titleText: string | null;
}

/** Later ones take a run over, whose beginning was shown already. */
const FIRST_CLAIM = 1;

type Start = Pick<PreparedRun, 'history' | 'clientCalls' | 'modelCalls' | 'resumed' | 'usage' | 'workflow' | 'agent' | 'summariseBefore' | 'notice'>;

/** What the run starts from. The claim has read it, mostly: this stands between a person's message and the first word of the answer. */
export async function prepareRun(services: ExecutionServices, run: ClaimedRun, checkpoint: Checkpoint | null): Promise<PreparedRun> {
  const [start, catalogue] = await Promise.all([
    checkpoint === null ? startAnew(services, run) : startFrom(services, run, checkpoint),
    services.catalogue.list(),
  ]);
  return { ...start, catalogue, facts: run.facts, titleText: firstUserText(start.history) };
}

async function startAnew(services: ExecutionServices, run: ClaimedRun): Promise<Start> {
  const { HISTORY_ITEMS, HISTORY_TOKENS } = services.config;
  // Claims of runs with a checkpoint bring no conversation along, and this one may be none that can be read.
  const conversation = run.conversation === null ? await services.lifecycle.conversation(run, HISTORY_ITEMS) : conversationFromRow(run.threadId, run.conversation);
  const { history, window } = buildModelInput(conversation, run.request.item_id, HISTORY_TOKENS);
  return {
    history,
    summariseBefore: window.isCut || conversation.items.length === HISTORY_ITEMS ? window.keepFrom : null,
    clientCalls: [],
    modelCalls: 0,
    resumed: false,
    usage: NO_USAGE,
    workflow: openWorkflowIn(conversation.items),
    agent: undefined,
    notice: run.epoch === FIRST_CLAIM ? noticeOf(services, conversation.items, run.request.item_id) : null,
  };
}

async function startFrom(services: ExecutionServices, run: ClaimedRun, checkpoint: Checkpoint): Promise<Start> {
  const answered = await clientAnswer(services, run);
  const { history, clientCalls, modelCalls, usage, workflow, agent } =
    answered === null ? checkpoint : withClientAnswer(checkpoint, answered);
  return { history, clientCalls, modelCalls, resumed: true, summariseBefore: null, usage, workflow: workflow ?? null, agent, notice: null };
}

/** Of the files that came with the message; those of earlier ones were told of then. */
function noticeOf({ files }: ExecutionServices, items: readonly ThreadItem[], itemId: string | null): string | null {
  const message = items.find(({ id }) => id === itemId);
  return message?.type === 'user_message' ? files.noticeOf(message.attachments) : null;
}

/** What the client has answered, when that is what the run was woken for. */
async function clientAnswer(services: ExecutionServices, run: ClaimedRun): Promise<AnsweredItem | null> {
  const { request } = run;
  if (request.type !== 'client_tool_output' && request.type !== 'structured_input') {
    return null;
  }
  const item = await services.threads.getItem(run.owner, run.threadId, request.item_id);
  return item.type === 'client_tool_call' || item.type === 'structured_input' ? item : null;
}

/** A list of steps that the turn before left open is gone on with, unless something came after it (section 3.1 of the protocol reference). */
function openWorkflowIn(items: readonly ThreadItem[]): OpenWorkflow | null {
  const last = items.at(-1);
  const item = last?.type === 'client_tool_call' || last?.type === 'structured_input' ? items.at(-2) : last;
  const isOpen = item?.type === 'workflow' && item.workflow.type === 'custom' && item.workflow.summary === undefined;
  return isOpen ? { item, taskKeys: item.workflow.tasks.map(() => null) } : null;
}

/** A history begins with what the user wrote first, as far as it is known; who only sends files has said their names. */
function firstUserText([first]: readonly AgentInputItem[]): string | null {
  const content = first !== undefined && 'role' in first && first.role === 'user' && Array.isArray(first.content) ? first.content : [];
  const text = content
    .flatMap((part) => (part.type === 'input_text' ? [part.text] : []))
    .join('')
    .trim();
  const names = content.flatMap((part) => (part.type === 'input_file' && part.filename !== undefined ? [part.filename] : []));
  return text === '' ? (names.join(', ') || null) : text;
}
