import { MAX_COUNT } from '../recognise/writing.recogniser.js';

const GUESTS = [
  'a cartographer',
  'two cellists',
  'a retired diver',
  'an early train driver',
  'a translator of letters',
  'a beekeeper',
  'a chess arbiter',
  'a lighthouse painter',
];
const BRINGS = [
  'a map with one road missing',
  'a suitcase that hummed',
  'a clock that ran seven minutes ahead',
  'a letter without an address',
  'a jar of salt',
  'an umbrella too large for the door',
  'a photograph of this very desk',
];
const QUESTIONS = [
  'whether the sea could be heard from the third floor',
  'who had written the first line in the guest book',
  'how long a promise is kept here',
  'where lost keys go',
  'why the lamp by the stairs was never switched off',
];
const WEATHERS = [
  'Rain went over the roof in long strokes',
  'Snow had made the street quiet',
  'The wind tried every window in turn',
  'The night was so clear that the stars seemed to lean in',
  'Fog stood at the door like somebody waiting',
];
const REPLIES = [
  '"We write everything down," said the clerk, "so that nobody has to say it twice."',
  '"That I can look up," said the clerk, and did.',
  '"I do not know," said the clerk, "and I would rather tell you so than guess."',
  '"Please sit down," said the clerk. "Answers come word by word."',
  '"You may leave at any time," said the clerk. "Your place is kept."',
];
const ENDINGS = [
  'In the morning the key hung on its hook again, and a new line stood in the book.',
  'Nobody saw them go, but the bell over the door rang once.',
  'The clerk closed the book, opened it again, and found the page already dry.',
  'Somewhere upstairs a window was opened, and the house breathed out.',
  'By then the lamp had burned for so long that it no longer seemed to be a lamp at all.',
];

const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? '';

/** One night at the desk. Lists of different lengths repeat only after thousands of nights. */
function night(number: number): string {
  const order = number - 1;
  return [
    `${pick(WEATHERS, order)} when, on night ${number}, ${pick(GUESTS, order)} came in and put ${pick(BRINGS, order)} on the front desk.`,
    `Travellers often bring such things, and the clerk no longer asks why. This one wanted to know ${pick(QUESTIONS, order)}.`,
    pick(REPLIES, order * 2 + Math.floor(order / REPLIES.length)),
    'They talked for a while, in the way people talk when neither has to be anywhere: a sentence, a pause, another sentence, each a little lighter than the one before.',
    pick(ENDINGS, order * 3 + Math.floor(order / ENDINGS.length)),
  ].join(' ');
}

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

/**
 * A story of as many words as asked for, cut at the end of its last sentence where that is near, and always the same for the same number.
 * @param subject what it should have been about; the script has one story only and says so
 */
export function storyAnswer(words: number, subject: string | null): string {
  const paragraphs: string[] = [];
  let missing = words;
  for (let number = 1; missing > 0; number++) {
    const paragraph = night(number);
    const length = wordsIn(paragraph);
    paragraphs.push(
      length <= missing
        ? paragraph
        : `${paragraph
            .split(/\s+/)
            .slice(0, missing)
            .join(' ')
            .replace(/[\s,.;:"]+$/, '')} …`,
    );
    missing -= length;
  }
  const note = subject === null ? '' : `_I have only one story, so this is not about ${subject.replace(/[.!?_*]+$/g, '')}._\n\n`;
  return `${note}## The front desk at night\n\n${paragraphs.join('\n\n')}`;
}

/** The numbers from 1, separated by comma and space. */
export function countAnswer(to: number): string {
  return Array.from({ length: Math.min(to, MAX_COUNT) }, (_, index) => index + 1).join(', ');
}
