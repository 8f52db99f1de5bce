/** A part of a message that says or asks one thing. */
export interface Clause {
  /** Without surrounding white space and closing punctuation. */
  readonly text: string;
  readonly question: boolean;
  /** A greeting stands before it ("hey, i'm john"), so a bare word is more likely a name. */
  readonly greeted: boolean;
}

const MAX_READ_CHARS = 4_000;
/** The part of a message that is read at all: pasted logs and documents are longer. */
export const readable = (message: string): string => message.slice(0, MAX_READ_CHARS);

const MAX_CLAUSES = 40;

/** Words that open a new clause after "and" or a comma. */
const OPENERS = [
  "i|i'm|i've|i'd|im|my|we|our|call me",
  "what|what's|how|how's|will|would|does|is it|is there|can you|could you|do you|do i|should i|who|where",
  '(?:dark|light|night) (?:mode|theme)|(?:the )?weather (?:in|for)',
  'live in|work (?:at|for|as)',
  'please|switch|make|turn|tell|show|set|change|use|enable|go|remember|forget|save|note|give|write|count|explain|think',
  'ich|arbeite|wohne|komme aus|mein|meine|mir|wir|wie|was|mach|mache|merk|merke|vergiss|wird|regnet|zeig|schalte|bitte|stell|kannst du',
].join('|');

const BETWEEN_SENTENCES = /(?<=[.!?…])(?<!\b(?:st|dr|mr|mrs|ms|prof|vs|e\.g|i\.e|z\.b)\.)["”’)]*\s+|\s*\n+\s*|\s*;\s+/iu;
const BETWEEN_CLAUSES = new RegExp(
  `(?:\\s*,\\s*(?:(?:and|but|also|then|so|und|aber|dann)\\s+)*|\\s+(?:and|but|und|aber)\\s+(?:(?:also|then|dann|auch)\\s+)*)(?=(?:${OPENERS})\\b)`,
  'iu',
);

const COURTESY =
  /^[\s,]*(?:please|pls|bitte|now|then|(?:can|could) you (?:please )?(?:fix|change|do something about|help (?:me )?with) (?:it|that|this))?[\s.,!?]*$/iu;
const QUESTION_WORD =
  /^\s*(?:what|how|why|where|when|who|which|do|does|did|is|are|am|can|could|should|would|will|was|wie|wo|wer|warum|ist|kann)\b/iu;

/** Splits a message into clauses, in order. Curly apostrophes become straight ones and mentions ("@Paris") plain words, so that patterns need only one kind. */
export function clausesOf(message: string): Clause[] {
  const text = readable(message)
    .replaceAll(/[’‘`´]/g, "'")
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/(?<=^|\s)@(?=\p{L})/gu, '');
  const clauses: Clause[] = [];
  for (const sentence of text.split(BETWEEN_SENTENCES)) {
    const asks = /\?["')\]]*\s*$/.test(sentence);
    const parts = sentence.split(BETWEEN_CLAUSES).filter((part) => !COURTESY.test(part));
    for (const [index, part] of parts.entries()) {
      const words = part.replace(/^[\s"“'(*_-]+|[\s"”)*_.,!?…:;-]+$/gu, '');
      if (words !== '') {
        // "I'm Ada, what's the weather?": the mark belongs to what it follows.
        const question = asks && (index === parts.length - 1 || QUESTION_WORD.test(words));
        clauses.push({
          text: words,
          question,
          greeted: GREETING.test(words) || (clauses.length === 1 && GREETING.test(clauses[0]?.text ?? '')),
        });
      }
    }
  }
  return clauses.slice(0, MAX_CLAUSES);
}

const GREETING = /^(?:hi|hello|hey|hiya|hallo|moin|good (?:morning|afternoon|evening))\b/iu;
const LEAD_IN = new RegExp(
  '^(?:(?:hi|hello|hey|hiya|hallo|servus|moin|ok|okay|so|well|oh|also|and|but|by the way|btw|fyi|for your information|just so you know|' +
    'you should know(?: that)?|actually|yes|yeah|no|nope|now|then|thanks|thank you|great|cool|und|aber|ja|nein|übrigens|danke)(?: there)?[\\s,:!–-]+)+',
  'iu',
);
const POLITE = new RegExp(
  '^(?:(?:please|pls|kindly|just|now|then|bitte|can you|could you|would you|will you|can we|could we|can i (?:have|get)|could i (?:have|get)|can we (?:have|get)|could we (?:have|get)|may i have|i want you to|i want|' +
    "i would like you to|i'd like you to|i'd (?:like|love) to|i would (?:like|love) to|i would (?:like|love)|i'd (?:like|love)|i need you to|i need|let's|lets|let us|kannst du|könntest du|ich möchte|ich hätte gern)[\\s,]+)+",
  'iu',
);

/** Removes "hi,", "by the way," and their like from the start. */
export const withoutLeadIn = (text: string): string => text.replace(LEAD_IN, '');

/** Removes lead-ins and "please", "could you" and their like from the start, so that an imperative stands first. */
export const imperativeOf = (text: string): string =>
  withoutLeadIn(text)
    .replace(POLITE, '')
    .replace(/[\s,]+(?:please|pls|bitte|thanks|thank you|danke)$/iu, '');

/** "a, b and c" as a sentence writes it. */
export function joined(parts: readonly string[], and = 'and'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1) ?? ''}`;
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
