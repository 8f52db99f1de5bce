import type { Intent } from '../intent.js';
import { imperativeOf, type Clause } from './clause.js';

/** Bounds of what one answer may be asked to hold. */
export const MAX_COUNT = 5_000;
export const MAX_WORDS = 5_000;
const DEFAULT_WORDS = 450;
const LONG_WORDS = 900;

const NUMBERS: Readonly<Record<string, number>> = { ten: 10, zehn: 10, twenty: 20, zwanzig: 20, fifty: 50, hundred: 100, hundert: 100, thousand: 1_000 };
const COUNT = /^(?:count|zähle?)(?: (?:for me|slowly|up|mal|bitte|from (?:1|one)|von (?:1|eins)|out loud))* (?:up )?(?:to|bis)(?: zu)? (?<to>\d[\d,.]*|ten|twenty|fifty|(?:a |one )?hundred|(?:a |one )?thousand|zehn|zwanzig|hundert)(?: for me| slowly)?$|^(?:list|write|print|give me|show)(?: me)? (?:the |all )?numbers (?:from )?(?:1|one) (?:to|through|-|up to) (?<upTo>\d[\d,.]*)$/iu;

const WRITES = /^(?:write|tell|give|make|compose|generate|produce|stream|i want|read|show|schreib|schreibe|erzähl|erzähle)\b/iu;
const STORY = /\b(?:story|tale|fairy ?tale|geschichte|märchen)\b/iu;
const LENGTH = /\b(?<words>\d{2,5})[ -]?words?\b|\b(?<wörter>\d{2,5}) wörter\b/iu;
const LONG_TEXT = /\b(?:(?:very |really |extremely )?long (?:answer|text|response|reply|message|essay|story|article|paragraph|one)|lorem ipsum|essay|lange (?:antwort|geschichte)|langen text|longer (?:answer|text|story))\b/iu;

/** "Count to 50", "tell me a story", "write a long answer", "500 words about …". */
export function recogniseWriting(clause: Clause): Intent | null {
  const text = imperativeOf(clause.text);
  const count = COUNT.exec(text)?.groups;
  const to = count?.['to'] ?? count?.['upTo'];
  if (to !== undefined) {
    return { kind: 'count', to: Math.min(NUMBERS[to.toLowerCase().replace(/^(?:an?|one) /, '')] ?? Number(to.replaceAll(/[,.]/g, '')), MAX_COUNT) };
  }
  const length = LENGTH.exec(text)?.groups;
  const given = length?.['words'] ?? length?.['wörter'];
  const long = LONG_TEXT.test(text);
  const asked = WRITES.test(text) || /^(?:an?|the|\d+|another|eine|lange?n?)\b/iu.test(text) || /^(?:long|lorem)/iu.test(text);
  if (!asked || !(long || given !== undefined || STORY.test(text))) {
    return null;
  }
  const words = given === undefined ? (long ? LONG_WORDS : DEFAULT_WORDS) : Math.min(Number(given), MAX_WORDS);
  return { kind: 'story', words, subject: /\b(?:about|on|über|von)\s+(?:an? |the )?(?<subject>.{2,60})$/iu.exec(text)?.groups?.['subject'] ?? null };
}
