import type { ReceivedFile } from '../../conversation/received-files.js';
import { matchIntent, type Intent, type Recognition } from '../intent.js';
import { nameIn } from '../known-facts.js';
import type { Settled } from '../steps.js';
import { attachmentAnswer } from './attachment.answer.js';
import { factAnswer, savedOrFailed, type FactResult } from './fact.answer.js';
import { caseAnswer, ideaAnswer, troubleshootAnswer } from './helpdesk.answer.js';
import { questionsAnswer, tourAnswer } from './interaction.answer.js';
import { forgetAnswer, recallAnswer } from './memory.answer.js';
import { SECRET_REFUSAL, talkAnswer, unknownAnswer } from './talk.answer.js';
import { themeAnswer } from './theme.answer.js';
import { TOPICS } from './topics/topics.js';
import { askForPlace, SAMPLE_NOTE, weatherAnswer } from './weather.answer.js';
import { countAnswer, storyAnswer } from './writing.answer.js';

export interface AnswerInput {
  readonly message: string;
  readonly attachments: readonly ReceivedFile[];
  readonly recognition: Recognition;
  readonly settled: readonly Settled[];
  /** From the instructions. */
  readonly facts: readonly string[];
}

/** The text of an answer: one section per intent, all facts in one. */
export function composedAnswer(input: AnswerInput): string {
  const { settled, recognition, attachments } = input;
  const sections: string[] = attachments.length > 0 ? [attachmentAnswer(attachments, recognition.language)] : [];
  const onlyFiles = attachments.length > 0 && recognition.intents.every((intent) => intent.kind === 'unknown');
  let factsTold = false;
  for (const one of onlyFiles ? [] : settled) {
    if (isAboutFact(one)) {
      if (!factsTold) {
        sections.push(
          factAnswer(
            settled.map(factResult).filter((result) => result !== null),
            recognition.language,
          ),
        );
      }
      factsTold = true;
      continue;
    }
    sections.push(section(one, input));
  }
  return withNoteOnce(sections, SAMPLE_NOTE[recognition.language]).join('\n\n');
}

/** Weather of several places: the note that they are samples stands at the last. */
function withNoteOnce(sections: readonly string[], note: string): string[] {
  const last = sections.findLastIndex((text) => text.includes(note));
  return sections.map((text, index) => (index < last ? text.replace(note, '').trim() : text));
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

const cannotForget = (language: Recognition['language']): string =>
  language === 'de' ? 'Gespeichertes löschen kann ich hier nicht.' : 'I have no way to delete saved facts here.';

function toolSection(
  intent: Intent,
  outcome: Parameters<typeof themeAnswer>[1],
  { recognition: { language }, message }: AnswerInput,
): string {
  switch (intent.kind) {
    case 'theme':
      return themeAnswer(intent.theme, outcome, language);
    case 'weather':
      return weatherAnswer(intent.location ?? '', outcome, language, message);
    case 'tour':
      return tourAnswer(outcome, language);
    case 'questions':
      return questionsAnswer(outcome, language);
    case 'troubleshoot':
      return caseAnswer(outcome);
    default:
      return '';
  }
}

function plainSection(intent: Intent, { recognition: { language }, settled, facts }: AnswerInput): string {
  const nothing = (): string => '';
  return matchIntent(intent, {
    topic: ({ topic }) => TOPICS[topic].answer,
    talk: ({ talk }) => talkAnswer(talk, nameIn(facts), language),
    troubleshoot: ({ symptom }) => troubleshootAnswer(symptom),
    idea: ({ idea }) => ideaAnswer(idea),
    story: ({ words, subject }) => storyAnswer(words, subject),
    count: ({ to }) => countAnswer(to),
    secret: () => SECRET_REFUSAL[language],
    unknown: () => unknownAnswer(language, settled.length === 1),
    weather: () => askForPlace(language),
    // These come with a tool's result, never plain.
    fact: nothing,
    theme: nothing,
    tour: nothing,
    questions: nothing,
    recall: nothing,
    forget: nothing,
  });
}
