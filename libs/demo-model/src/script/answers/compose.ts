import type { Intent, Recognition } from '../intent.js';
import { nameIn } from '../known-facts.js';
import type { Settled } from '../steps.js';
import { factAnswer, savedOrFailed, type FactResult } from './fact.answer.js';
import { ideaAnswer, troubleshootAnswer } from './helpdesk.answer.js';
import { forgetAnswer, recallAnswer } from './memory.answer.js';
import { attachmentAnswer, SECRET_REFUSAL, talkAnswer, unknownAnswer } from './talk.answer.js';
import { themeAnswer } from './theme.answer.js';
import { TOPICS } from './topics/topics.js';
import { weatherAnswer } from './weather.answer.js';
import { countAnswer, storyAnswer } from './writing.answer.js';

export interface AnswerInput {
  readonly message: string;
  readonly attachments: readonly string[];
  readonly recognition: Recognition;
  readonly settled: readonly Settled[];
  /** From the instructions. */
  readonly facts: readonly string[];
}

const LATER = /\b(?:tomorrow|tonight|later|weekend|next (?:week|days)|this week|forecast|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morgen|wochenende|vorhersage|diese woche)\b/iu;

/** The text of an answer: one section per intent, all facts in one. */
export function composedAnswer(input: AnswerInput): string {
  const { settled, recognition, attachments } = input;
  const sections: string[] = attachments.length > 0 ? [attachmentAnswer(attachments, recognition.language)] : [];
  const onlyFiles = attachments.length > 0 && recognition.intents.every((intent) => intent.kind === 'unknown');
  let factsTold = false;
  for (const one of onlyFiles ? [] : settled) {
    if (isAboutFact(one)) {
      if (!factsTold) {
        sections.push(factAnswer(settled.map(factResult).filter((result) => result !== null), recognition.language));
      }
      factsTold = true;
      continue;
    }
    sections.push(section(one, input));
  }
  return sections.join('\n\n');
}

const isAboutFact = (settled: Settled): boolean => factResult(settled) !== null;

function factResult(settled: Settled): FactResult | null {
  switch (settled.kind) {
    case 'known-fact':
      return { summary: settled.summary, result: 'known', reason: null };
    case 'called':
      return settled.intent.kind === 'fact' ? savedOrFailed(settled.intent.summary, settled.outcome) : null;
    case 'no-tool':
      return settled.intent.kind === 'fact' ? { summary: settled.intent.summary, result: 'no-tool', reason: null } : null;
    case 'plain':
    case 'recalled':
    case 'forgotten':
      return null;
  }
}

function section(settled: Settled, input: AnswerInput): string {
  const { language } = input.recognition;
  switch (settled.kind) {
    case 'recalled':
      return recallAnswer(settled, language);
    case 'forgotten':
      return forgetAnswer(settled, language);
    case 'known-fact':
      return '';
    case 'called':
      return toolSection(settled.intent, settled.outcome, input);
    case 'no-tool':
      return settled.intent.kind === 'forget' ? cannotForget(language) : toolSection(settled.intent, 'no-tool', input);
    case 'plain':
      return plainSection(settled.intent, input);
  }
}

const cannotForget = (language: Recognition['language']): string => (language === 'de' ? 'Gespeichertes löschen kann ich hier nicht.' : 'I have no way to delete saved facts here.');

function toolSection(intent: Intent, outcome: Parameters<typeof themeAnswer>[1], { recognition: { language }, message }: AnswerInput): string {
  if (intent.kind === 'theme') {
    return themeAnswer(intent.theme, outcome, language);
  }
  return intent.kind === 'weather' ? weatherAnswer(intent.location, outcome, language, LATER.test(message)) : '';
}

function plainSection(intent: Intent, { recognition, settled, facts }: AnswerInput): string {
  const { language } = recognition;
  switch (intent.kind) {
    case 'topic':
      return TOPICS[intent.topic].answer;
    case 'talk':
      return talkAnswer(intent.talk, nameIn(facts), language);
    case 'troubleshoot':
      return troubleshootAnswer(intent.symptom);
    case 'idea':
      return ideaAnswer(intent.idea);
    case 'story':
      return storyAnswer(intent.words, intent.subject);
    case 'count':
      return countAnswer(intent.to);
    case 'secret':
      return SECRET_REFUSAL[language];
    case 'unknown':
      return unknownAnswer(language, settled.length === 1);
    case 'weather':
      return weatherAnswer(null, 'no-tool', language, false);
    case 'fact':
    case 'theme':
    case 'recall':
    case 'forget':
      return '';
  }
}
