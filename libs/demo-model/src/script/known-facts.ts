import type { Conversation, Entry } from '../conversation/conversation.js';
import { isRecord } from '../conversation/request-fields.schema.js';
import type { RecognitionContext, Theme } from './intent.js';
import { languageOf } from './recognise/language.js';

/** Sentences of the script's own answers that show what a short reply to them means. */
export const QUESTIONS = {
  place: { en: 'For which place would you like to know the weather?', de: 'Für welchen Ort möchtest du das Wetter wissen?' },
  otherPlace: {
    en: 'Is it spelled right, or is there a larger place nearby?',
    de: 'Ist er richtig geschrieben, oder gibt es einen größeren Ort in der Nähe?',
  },
  issue: 'What do you see, and what did you expect to see?',
  idea: 'What should it do, and for whom?',
} as const;

/** The lines "- …" under "Known facts about the user:" in the instructions. */
export function factsInInstructions(instructions: string): string[] {
  const lines = instructions.split('\n');
  const heading = lines.findIndex((line) => /known facts about the user/i.test(line));
  const facts: string[] = [];
  for (const line of heading < 0 ? [] : lines.slice(heading + 1)) {
    const fact = /^\s*[-*•]\s+(.+)$/.exec(line)?.[1];
    if (fact === undefined && line.trim() !== '') {
      break;
    }
    if (fact !== undefined) {
      facts.push(fact.trim());
    }
  }
  return facts;
}

/** The user's name as a fact tells it, or null. */
export function nameIn(facts: readonly string[]): string | null {
  for (const fact of facts.toReversed()) {
    const name =
      /^(?:(?:the )?user(?:'s)? )?(?:is (?:called|named)|(?:(?:first |full )?name)(?: is|:)|heißt|goes by)\s+([^,]{1,60}?)(?:,.*)?\.?$/iu.exec(
        fact,
      )?.[1];
    if (name !== undefined) {
      return name;
    }
  }
  return null;
}

/** Where the user lives as a fact tells it, or null. */
export function homeIn(facts: readonly string[]): string | null {
  for (const fact of facts.toReversed()) {
    const home = /^(?:is )?(?:lives in|based in|moved to|living in|wohnt in|lebt in|home ?town is|city is) (.{2,60}?)\.?$/iu.exec(
      fact,
    )?.[1];
    if (home !== undefined) {
      return home;
    }
  }
  return null;
}

/** What the recognisers may know besides the message itself. */
export function contextOf(conversation: Conversation, before: readonly Entry[], message: string): RecognitionContext {
  return {
    language: languageOf(message),
    facts: factsInInstructions(conversation.instructions),
    theme: themeIn(conversation.instructions, before),
    expects: expectedReply(before),
    forcedTool: conversation.forcedTool,
  };
}

function themeIn(instructions: string, before: readonly Entry[]): Theme | null {
  const switched = before.findLast((entry) => entry.kind === 'call' && entry.name === 'switch_theme');
  const asked = switched?.kind === 'call' && isRecord(switched.arguments) ? switched.arguments['theme'] : undefined;
  if (asked === 'light' || asked === 'dark') {
    return asked;
  }
  const stated = /current (?:colou?r )?(?:theme|scheme)\s*(?:is|:)\s*(dark|light)\b/i.exec(instructions)?.[1]?.toLowerCase();
  return stated === 'light' || stated === 'dark' ? stated : null;
}

/** "And in Oslo?" still means the weather when there was something else in between. */
const MESSAGES_WITHIN_A_SUBJECT = 3;

function expectedReply(before: readonly Entry[]): RecognitionContext['expects'] {
  const answers = before.flatMap((entry) => (entry.kind === 'assistant' ? [entry.text] : []));
  const last = answers.at(-1) ?? '';
  if ([QUESTIONS.place, QUESTIONS.otherPlace].some(({ en, de }) => last.includes(en) || last.includes(de))) {
    return 'place';
  }
  if (last.includes(QUESTIONS.issue)) {
    return 'issue';
  }
  if (last.includes(QUESTIONS.idea)) {
    return 'idea';
  }
  return answers.slice(-MESSAGES_WITHIN_A_SUBJECT).some((text) => /\d\s?°[CF]\b/u.test(text)) ? 'weather' : null;
}
