import type { AgentInputItem } from '@openai/agents';
import { answerOf, type AnsweredItem } from '../effects/client-request.js';
import { withClientOutput } from '../tools/tool-output.js';
import type { Checkpoint } from './checkpoint.schema.js';

/**
 * The checkpoint once the client has answered the call that the run waited for: the answer joins the call's result in the
 * history, and the call is no longer asked for. Unchanged when the call is not among those that are open: then the answer
 * is in the history already.
 */
export function withClientAnswer(checkpoint: Checkpoint, answered: AnsweredItem): Checkpoint {
  const request = checkpoint.clientCalls.find((call) => call.id === answered.id);
  if (request === undefined) {
    return checkpoint;
  }
  return {
    ...checkpoint,
    clientCalls: checkpoint.clientCalls.filter((call) => call.id !== answered.id),
    history: checkpoint.history.map((item) => joinAnswer(item, request.call_id, answered)),
  };
}

function joinAnswer(item: AgentInputItem, callId: string, answered: AnsweredItem): AgentInputItem {
  if (item.type !== 'function_call_result' || item.callId !== callId) {
    return item;
  }
  return { ...item, output: withClientOutput(outputText(item.output), answerOf(answered)) };
}

/** The SDK keeps a text output as a text, or wrapped in an object. */
function outputText(output: Extract<AgentInputItem, { type: 'function_call_result' }>['output']): string {
  if (typeof output === 'string') {
    return output;
  }
  return !Array.isArray(output) && output.type === 'text' ? output.text : JSON.stringify(output);
}
