import type { Intent, Recognition, RecognitionContext } from '../intent.js';
import { clausesOf, imperativeOf, readable, type Clause } from './clause.js';
import { recogniseFact } from './fact.recogniser.js';
import { recogniseHelpdesk } from './helpdesk.recogniser.js';
import { recogniseInteraction } from './interaction.recogniser.js';
import { recogniseForget, recogniseRecall } from './memory.recogniser.js';
import { recogniseTalk } from './talk.recogniser.js';
import { recogniseTheme } from './theme.recogniser.js';
import { recogniseTopic } from './topic.recogniser.js';
import { recogniseWeather } from './weather.recogniser.js';
import { recogniseWriting } from './writing.recogniser.js';

/** A message may hold more; what comes after is left to the next message, so that one answer stays readable. */
const MAX_FACTS = 4;
const MAX_PLACES = 4;

const THINKS =
  /\b(?:think (?:about|hard|harder|through|carefully|it through|twice|step)|think$|reason (?:about|through)|step[- ]by[- ]step|consider carefully|denk(?:e)? (?:\p{L}+ )?(?:nach|über))|^(?:please )?think\b/iu;
const THINK_PREFIX =
  /^(?:think|reason)(?: (?:hard|harder|carefully|twice|step[- ]by[- ]step))?(?: (?:about|through|on))?(?: it)?[\s,:]*(?:and (?:then )?(?:tell me|answer)[\s,:]*)?/iu;

/** First match wins: wishes and questions before statements, the general last. */
type Recogniser = (clause: Clause, context: RecognitionContext) => Intent | null;
const RECOGNISERS: readonly Recogniser[] = [
  recogniseInteraction,
  recogniseForget,
  recogniseRecall,
  recogniseWriting,
  recogniseTheme,
  recogniseWeather,
  (clause, context) => (isKnownTalk(clause) ? recogniseTalk(clause) : recogniseFact(clause, context)),
  recogniseTopic,
  recogniseHelpdesk,
  recogniseTalk,
];

const isKnownTalk = (clause: Clause): boolean => recogniseTalk(clause) !== null;

/** Understands one message of the user: every clause for itself, then the parts together. */
export function recognise(message: string, context: RecognitionContext): Recognition {
  const thinks = THINKS.test(readable(message));
  const found: Intent[] = [];
  for (const clause of clausesOf(message)) {
    found.push(...intentsOf(thinks ? withoutThinking(clause) : clause, context));
  }
  const intents = tidied(found);
  return { language: context.language, thinks, intents: intents.length > 0 ? intents : [{ kind: 'unknown' }] };
}

function intentsOf(clause: Clause, context: RecognitionContext): Intent[] {
  const places = severalPlaces(clause, context);
  if (places.length > 0) {
    return places;
  }
  for (const recogniser of RECOGNISERS) {
    const intent = recogniser(clause, context);
    if (intent !== null) {
      return [intent];
    }
  }
  return clause.question || isRequest(clause.text) ? [{ kind: 'unknown' }] : [];
}

/** "Weather in Paris and Rome": one place each. */
function severalPlaces(clause: Clause, context: RecognitionContext): Intent[] {
  const whole = recogniseWeather(clause, context);
  if (whole?.kind !== 'weather' || whole.location === null || !/\s(?:and|und|or|oder|&)\s/u.test(whole.location)) {
    return [];
  }
  const names = whole.location.split(/\s*,\s*(?:and |und )?|\s+(?:and|und|or|oder|&)\s+(?:in )?/u).filter((name) => name !== '');
  return names.map((location) => ({ kind: 'weather', location, unit: whole.unit }));
}

const isRequest = (text: string): boolean =>
  /^(?:write|draw|book|buy|order|call|send|translate|calculate|compute|explain|find|search|play|summari[sz]e|compare|generate|create|make|open|solve|recommend|suggest|tell|describe|give|show|list|schreib|übersetze|erkläre)\b/iu.test(
    imperativeOf(text),
  );

const withoutThinking = (clause: Clause): Clause => ({
  ...clause,
  text: imperativeOf(clause.text).replace(THINK_PREFIX, '').trim() || clause.text,
});

/** Drops repetitions, small talk beside real content, and what exceeds the bounds. */
function tidied(found: readonly Intent[]): Intent[] {
  const seen = new Set<string>();
  const distinct = found.filter((intent) => {
    const key = JSON.stringify(intent).toLowerCase();
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
  const facts: Intent[] = distinct.filter((intent) => intent.kind === 'fact').slice(0, MAX_FACTS);
  const places: Intent[] = distinct.filter((intent) => intent.kind === 'weather').slice(0, MAX_PLACES);
  const hasContent = distinct.some((intent) => intent.kind !== 'talk');
  // The script writes one long text at a time, and the last theme that was asked for wins.
  const lastTheme = distinct.findLast((intent) => intent.kind === 'theme');
  const main = mainTalk(distinct);
  return distinct.filter((intent) => {
    switch (intent.kind) {
      case 'fact':
      case 'weather':
        return facts.includes(intent) || places.includes(intent);
      case 'theme':
        return intent === lastTheme;
      case 'talk':
        return !hasContent && intent === main;
      default:
        return true;
    }
  });
}

/** Of several ("Hi! What can you do?") the one that is more than a courtesy. */
function mainTalk(intents: readonly Intent[]): Intent | undefined {
  const talks = intents.filter((intent) => intent.kind === 'talk');
  return (
    talks.find((intent) => intent.talk !== 'greeting' && intent.talk !== 'acknowledge' && intent.talk !== 'thanks') ??
    talks.find((intent) => intent.talk !== 'acknowledge') ??
    talks[0]
  );
}
