import type { Intent } from '../intent.js';
import { imperativeOf, type Clause } from './clause.js';

/** Bounds of what one answer may be asked to hold. */
export const MAX_COUNT = 5_000;
export const MAX_WORDS = 5_000;
const DEFAULT_WORDS = 450;
const LONG_WORDS = 900;

const NUMBERS: Readonly<Record<string, number>> = {
  ten: 10,
  zehn: 10,
  twenty: 20,
  zwanzig: 20,
  fifty: 50,
  hundred: 100,
  hundert: 100,
  thousand: 1_000,
};
const COUNT =
  /^(?:count|zähle?)(?: (?:for me|slowly|up|mal|bitte|from (?:1|one)|von (?:1|eins)|out loud))* (?:up )?(?:to|bis)(?: zu)? (?<to>\d[\d,.]*|ten|twenty|fifty|(?:a |one )?hundred|(?:a |one )?thousand|zehn|zwanzig|hundert)(?: for me| slowly)?$|^(?:list|write|print|give me|show)(?: me)? (?:the |all )?numbers (?:from )?(?:1|one) (?:to|through|-|up to) (?<upTo>\d[\d,.]*)$/iu;

const ASKS =
  /^(?:write|tell|give|make|compose|generate|produce|stream|i want|read|show|schreib|schreibe|erzähl|erzähle|an?|the|\d+|another|eine|lange?n?|long|lorem)\b/iu;
const SUBJECT = /\b(?:about|on|über|von)\s+(?:an? |the )?(?<subject>.{2,60})$/iu;
const STORY = /\b(?:story|tale|fairy ?tale|geschichte|märchen)\b/iu;
const LENGTH = /\b(?<words>\d{2,5})[ -]?words?\b|\b(?<wörter>\d{2,5}) wörter\b/iu;
const LONG_TEXT =
  /\b(?:(?:very |really |extremely )?long (?:answer|text|response|reply|message|essay|story|article|paragraph|one)|lorem ipsum|essay|lange (?:antwort|geschichte)|langen text|longer (?:answer|text|story))\b/iu;

/** "Count to 50", "tell me a story", "write a long answer", "500 words about …". */
export function recogniseWriting(clause: Clause): Intent | null {
  const text = imperativeOf(clause.text);
  return countIn(text) ?? storyIn(text);
}

function countIn(text: string): Intent | null {
  const groups = COUNT.exec(text)?.groups;
  const to = (groups?.['to'] ?? groups?.['upTo'])?.toLowerCase();
  if (to === undefined) {
    return null;
  }
  const number = NUMBERS[to.replace(/^(?:an?|one) /, '')] ?? Number(to.replaceAll(/[,.]/g, ''));
  return { kind: 'count', to: Math.min(number, MAX_COUNT) };
}

function storyIn(text: string): Intent | null {
  const words = wordsWanted(text);
  return words === null || !ASKS.test(text) ? null : { kind: 'story', words, subject: SUBJECT.exec(text)?.groups?.['subject'] ?? null };
}

function wordsWanted(text: string): number | null {
  const groups = LENGTH.exec(text)?.groups;
  const given = groups?.['words'] ?? groups?.['wörter'];
  if (given !== undefined) {
    return Math.min(Number(given), MAX_WORDS);
  }
  if (LONG_TEXT.test(text)) {
    return LONG_WORDS;
  }
  return STORY.test(text) ? DEFAULT_WORDS : null;
}
