import type { Intent, RecognitionContext } from '../intent.js';
import { imperativeOf, withoutLeadIn, type Clause } from './clause.js';

const SHORTEST_IDEA = 8;
const WORDS_OF_A_REPLY = 4;

const TROUBLE_OPENING =
  /^(?:(?:help|assist)(?: me)?(?: (?:to|with))? (?:fix(?:ing)?|solve|solving|troubleshoot(?:ing)?|debug(?:ging)?|resolve|diagnose)?\s*(?:an?|the|my|some|this)? ?(?:issue|problem|bug|error)s?|troubleshoot(?: an?)?(?: issue| problem)?|(?:i have|i've got|there(?:'s| is)|i found|i am having|i'm having) (?:an?|some|a small|another)? ?(?:issue|problem|bug|error|trouble)s?(?: with .+)?|something (?:is|isn't|is not) (?:broken|wrong|working)|it (?:doesn't|does not|isn't|won't) work(?:ing)?|ich habe ein problem|hilf mir(?: bei)? .*problem.*)$/iu;
const SYMPTOM =
  /\b(?:(?:doesn't|does not|don't|do not|won't|will not|can't|cannot|isn't|is not|never) (?:work|working|load|loading|appear|appearing|show|showing|open|opening|connect|connecting|start|starting|stream|streaming|render|rendering|send|sending|respond|responding|update|updating)|blank (?:page|screen|chat)|stays? (?:blank|empty|white)|crash(?:es|ed|ing)?|broken|error \d{3}|(?:40[0-9]|42[0-9]|50[0-9]) (?:error|unauthorized|not found)|(?:get|got|getting|gives?|see|seeing|returns?) (?:an? |the )?(?:40\d|42\d|50\d|error|exception)|cors|stops? (?:mid\w*|half ?way|in the middle)|(?:screen|page|chat|window) (?:is|stays|remains) (?:blank|empty|white|black)|hangs?|stuck|timed? ?out|expired|disconnects?|keeps? (?:failing|loading|reconnecting))\b/iu;
const IDEA_OPENING =
  /^(?:i(?: have|'ve got|'ve) (?:an?|another|a great|a new|got an?) (?:new |great )?(?:idea|suggestion|feature request|proposal)(?: for .+)?|request a (?:new )?feature|i(?: would|'d)? ?(?:want to|like to)? ?(?:request|suggest|propose) a (?:new )?(?:feature|idea|change)|feature request|ich habe eine idee)$/iu;
const IDEA =
  /^(?:i think )?(?:it would be (?:great|nice|cool|good|awesome|lovely|helpful|useful)|it'd be (?:great|nice|cool)|what if|wouldn't it be|you should add|please add|i wish|my idea(?: is)?|i suggest|i propose|feature request|idea)\b[:,]?\s*(?<idea>.+)$/iu;

/** The start screen's "Help me fix an issue" and "I have an idea", and what people answer to the questions that follow. */
export function recogniseHelpdesk(clause: Clause, context: RecognitionContext): Intent | null {
  return openedBy(clause) ?? ideaIn(clause) ?? symptomIn(clause) ?? replyTo(clause, context);
}

function openedBy({ text }: Clause): Intent | null {
  const readings = [text, imperativeOf(text), withoutLeadIn(text)];
  if (readings.some((reading) => TROUBLE_OPENING.test(reading))) {
    return { kind: 'troubleshoot', symptom: SYMPTOM.test(text) && / with /.test(text) ? text : null };
  }
  return readings.some((reading) => IDEA_OPENING.test(reading)) ? { kind: 'idea', idea: null } : null;
}

function ideaIn({ text }: Clause): Intent | null {
  const idea = IDEA.exec(withoutLeadIn(text))?.groups?.['idea'] ?? '';
  return idea.length > SHORTEST_IDEA ? { kind: 'idea', idea: text } : null;
}

function symptomIn({ text }: Clause): Intent | null {
  return SYMPTOM.test(text) ? { kind: 'troubleshoot', symptom: text } : null;
}

function replyTo({ text, question }: Clause, { expects }: RecognitionContext): Intent | null {
  if (question || text.split(' ').length < WORDS_OF_A_REPLY) {
    return null;
  }
  switch (expects) {
    case 'issue':
      return { kind: 'troubleshoot', symptom: text };
    case 'idea':
      return { kind: 'idea', idea: text };
    case 'place':
    case 'weather':
    case null:
      return null;
  }
}
