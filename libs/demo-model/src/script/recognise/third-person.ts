import { capitalised } from './clause.js';

const IRREGULAR: Readonly<Record<string, string>> = {
  am: 'is',
  have: 'has',
  do: 'does',
  go: 'goes',
  "don't": 'does not',
  "can't": 'cannot',
  "won't": 'will not',
  "haven't": 'has not',
  "wasn't": 'was not',
};
/** Verbs that look the same in the third person. */
const UNCHANGED =
  /^(?:can|cannot|will|would|must|should|may|might|was|had|did|got|went|came|grew|bought|met|left|made|became|began|wrote|used|\p{L}{2,}ed)$/iu;
const ADVERB = /^(?:always|usually|often|never|rarely|sometimes|mostly|mainly|only|still|also|really|just|\p{L}{2,}ly)$/iu;

/** "like" → "likes", "am" → "is", "grew" → "grew". */
export function conjugated(verb: string): string {
  const lower = verb.toLowerCase();
  const irregular = IRREGULAR[lower];
  if (irregular !== undefined) {
    return irregular;
  }
  if (UNCHANGED.test(lower)) {
    return lower;
  }
  if (/(?:s|x|z|ch|sh|o)$/.test(lower)) {
    return `${lower}es`;
  }
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

/** Any first-person statement as a summary without a subject: "I always take my tea black" → "Always takes their tea black". */
export function thirdPerson(statement: string): string {
  const text = statement
    .replace(/^i'm\b/iu, 'I am')
    .replace(/^i've\b/iu, 'I have')
    .replace(/^i'll\b/iu, 'I will')
    .replace(/^i'd\b/iu, 'I would')
    .replace(/^we're\b/iu, 'we are');
  const words = text.split(' ');
  const first = (words[0] ?? '').toLowerCase();
  if (first === 'i') {
    const verb = words.findIndex((word, index) => index > 0 && !ADVERB.test(word));
    if (verb > 0) {
      const rest = words.slice(verb + 1).join(' ');
      return capitalised(
        [...words.slice(1, verb).map((word) => word.toLowerCase()), conjugated(words[verb] ?? ''), inner(rest)].join(' ').trim(),
      );
    }
  }
  if (first === 'to') {
    return `Wants to remember ${inner(text)}`;
  }
  if (first === 'my' || first === 'our') {
    return capitalised(inner(words.slice(1).join(' ')));
  }
  return capitalised(inner(text));
}

/** "Likes my coffee black" → "Likes their coffee black". */
export const withTheir = (summary: string): string => summary.replaceAll(/\b(?:my|our)\b/gu, 'their');

/** Objects of the first person, too: "me" → "them". */
function inner(text: string): string {
  return text
    .replaceAll(/\b(?:my|our)\b/giu, 'their')
    .replaceAll(/\b(?:me|us)\b/gu, 'them')
    .replaceAll(/\b(?:I'm|I am|we're|we are)\b/gu, 'they are')
    .replaceAll(/\b(?:I|we)\b/gu, 'they');
}
