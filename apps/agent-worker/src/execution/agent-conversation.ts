import { setTimeout as delay } from 'node:timers/promises';
import { Runner, type Agent, type AgentInputItem, type RunStreamEvent, type Usage } from '@openai/agents';
import type { ChatEffects } from '../effects/chat-effects.js';
import type { ClientRequest } from '../effects/client-request.js';
import { openCalls, portableHistory, type FunctionCall } from '../model-calls/portable-history.js';
import type { RunTools } from '../tools/run-tools.js';
import type { AnswerReading } from './answer-reading.js';
import type { CheckpointKeeper } from './checkpoint-keeper.js';
import type { RunUsage } from './checkpoint.schema.js';

/** Requests to the model that one run may take; an agent that needs more goes in circles. */
const MAX_MODEL_CALLS = 16;
/** How long a stopped run waits for its loop to let go: for a tool that does not listen, or a pause between two tries. */
const LET_GO_MS = 1_000;

/** What is used of the SDK's result, whatever its agent's types. */
interface StreamedRun extends AsyncIterable<RunStreamEvent> {
  readonly completed: Promise<void>;
  readonly state: { readonly usage: Usage };
}

export interface ConversationParts {
  readonly agent: Agent;
  readonly tools: RunTools;
  readonly effects: Pick<ChatEffects, 'requests'>;
  /** Names by which the model hands over to another agent. */
  readonly handoffs: ReadonlySet<string>;
  readonly checkpoints: Pick<CheckpointKeeper, 'modelCalls'>;
  readonly reading: Pick<AnswerReading, 'fromLoop'>;
  readonly onUsage: (usage: RunUsage) => void;
  readonly signal: AbortSignal;
}

export interface ConversationResult {
  /** The loop came to its end: with an answer, or with something that only the client can do. */
  readonly finished: boolean;
  /** The conversation with the model so far. */
  readonly history: readonly AgentInputItem[];
  readonly clientCalls: readonly ClientRequest[];
}

/** Runs the agent until it has answered, waits for the client, or is stopped. @throws whatever went wrong in the model or in the loop */
export async function converse(parts: ConversationParts, start: readonly AgentInputItem[]): Promise<ConversationResult> {
  const history = await completeOpenCalls(parts, start);
  if (parts.effects.requests.length > 0) {
    return { finished: true, history, clientCalls: inCallOrder(parts.effects.requests, history) };
  }
  const runner = new Runner({ tracingDisabled: true, traceIncludeSensitiveData: false, toolNotFoundBehavior: 'return_error_to_model' });
  const maxTurns = Math.max(1, MAX_MODEL_CALLS - parts.checkpoints.modelCalls);
  const result = await runner.run(parts.agent, [...history], { stream: true, signal: parts.signal, maxTurns });
  try {
    await readAll(parts, result);
  } finally {
    parts.onUsage(usageOf(result));
  }
  const finished = !result.cancelled && result.finalOutput !== undefined; // the SDK complains on the console when asked for the output of a stopped run
  const soFar = portableHistory(result.history);
  return { finished, history: soFar, clientCalls: inCallOrder(parts.effects.requests, soFar) };
}

/**
 * Calls that a dead worker may have started are made again under the same ids: the ledger answers those that ran.
 *
 * @returns the history with a result for every call
 */
async function completeOpenCalls(parts: ConversationParts, history: readonly AgentInputItem[]): Promise<AgentInputItem[]> {
  // A handover that was not made yet is left to the model to make again.
  const kept = history.filter((item) => item.type !== 'function_call' || !parts.handoffs.has(item.name) || isAnswered(item, history));
  const results = await Promise.all(openCalls(kept).map((call) => completeCall(parts, call)));
  return [...kept, ...results];
}

const isAnswered = (call: FunctionCall, history: readonly AgentInputItem[]): boolean => !openCalls(history).includes(call);

async function completeCall({ tools, signal }: ConversationParts, call: FunctionCall): Promise<AgentInputItem> {
  const output = await tools.call({ tool: call.name, callId: call.callId, argumentsJson: call.arguments, signal });
  return { type: 'function_call_result', callId: call.callId, name: call.name, status: 'completed', output };
}

/** Reads as fast as the events come: the SDK forgets those that were not read when a run fails. */
async function readAll({ reading, signal }: ConversationParts, result: StreamedRun): Promise<void> {
  for await (const event of result) {
    reading.fromLoop(event);
  }
  // A stopped stream just ends; what it was stopped for is known to who stopped it.
  await (signal.aborted ? Promise.race([result.completed.catch(() => undefined), delay(LET_GO_MS, undefined, { ref: false })]) : result.completed);
}

/** Tools of one batch run side by side and end in any order; the client is asked in the order of the calls. */
function inCallOrder(calls: readonly ClientRequest[], history: readonly AgentInputItem[]): ClientRequest[] {
  const order = history.flatMap((item) => (item.type === 'function_call' ? [item.callId] : []));
  return [...calls].sort((a, b) => order.indexOf(a.call_id) - order.indexOf(b.call_id));
}

function usageOf(result: StreamedRun): RunUsage {
  const { usage } = result.state;
  return { requests: usage.requests, input_tokens: usage.inputTokens, output_tokens: usage.outputTokens, total_tokens: usage.totalTokens };
}
