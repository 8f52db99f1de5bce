import { currentTurn, type Conversation, type Turn } from '../conversation/conversation.js';
import { composedAnswer } from './answers/compose.js';
import { actionAnswer } from './answers/interaction.answer.js';
import { reasoningSummary } from './answers/reasoning.js';
import { summaryOf } from './answers/summary.js';
import { titleFor } from './answers/title.js';
import { contextOf } from './known-facts.js';
import type { Plan } from './plan.js';
import { recognise } from './recognise/recognise.js';
import { stepsFor } from './steps.js';
import { usedAction } from './used-action.js';

const TITLE_REQUEST = /^\s*you write titles for conversations/i;
const SUMMARY_REQUEST = /^\s*you summarise conversations/i;

/**
 * What the demo model does next in a conversation: call tools, or answer.
 * A pure function: the same conversation gives the same plan in any process, so a run can be taken up anywhere.
 * Only tools that the request offers are called, and what the script cannot do it says.
 */
export function respond(conversation: Conversation): Plan {
  const turn = currentTurn(conversation);
  const context = contextOf(conversation, turn.before, turn.text);
  const recognition = recognise(turn.text, context);
  if (TITLE_REQUEST.test(conversation.instructions)) {
    return { reasoning: [], text: titleFor(turn.text, recognition.intents), toolCalls: [] };
  }
  if (SUMMARY_REQUEST.test(conversation.instructions)) {
    return { reasoning: [], text: summaryOf(turn.text), toolCalls: [] };
  }
  const action = usedAction(conversation);
  if (action !== null) {
    return { reasoning: [], text: actionAnswer(action), toolCalls: [] };
  }
  const { calls, settled } = stepsFor(recognition.intents, turn, conversation, context);
  const thinks = (conversation.wantsReasoning || recognition.thinks) && isFirstStep(turn);
  const reasoning = thinks ? reasoningSummary(recognition, calls) : [];
  if (calls.length > 0) {
    return { reasoning, text: null, toolCalls: calls };
  }
  const text = composedAnswer({ message: turn.text, attachments: turn.attachments, recognition, settled, facts: context.facts });
  return { reasoning, text, toolCalls: [] };
}

const isFirstStep = (turn: Turn): boolean => turn.calls.length === 0;
