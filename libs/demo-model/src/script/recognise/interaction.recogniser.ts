import type { Intent } from '../intent.js';
import { imperativeOf, type Clause } from './clause.js';

const TOUR =
  /^(?:(?:give|show|take) me (?:on |for )?(?:a|the|your) (?:\p{L}+ )?tour|(?:start|begin) (?:a|the) (?:\p{L}+ )?tour|(?:a|the) (?:guided |quick |short )?tour|show me around|let me look around|(?:zeig|mach|starte) (?:mir |mit mir )?(?:eine|die) (?:\p{L}+ )?(?:tour|führung)|führ mich herum)(?: (?:of|around|through|durch) .+)?$/iu;
const QUESTIONS =
  /^(?:ask me (?:(?:a few|some|a couple of|several|your|the|three|two) )?(?:short |quick )?questions?(?: .+)?|interview me|(?:give|show) me (?:a|the) (?:form|questionnaire|survey)|stell(?:e)? mir (?:ein paar |einige |deine )?fragen|frag mich (?:etwas|aus))$/iu;

/** Wishes for something to use rather than to read: a card with buttons, a form. */
export function recogniseInteraction(clause: Clause): Intent | null {
  const text = imperativeOf(clause.text);
  if (TOUR.test(text)) {
    return { kind: 'tour' };
  }
  return QUESTIONS.test(text) ? { kind: 'questions' } : null;
}
