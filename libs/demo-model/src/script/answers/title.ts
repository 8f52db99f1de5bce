import { matchIntent, type Intent } from '../intent.js';
import { nameIn } from '../known-facts.js';
import { capitalised } from '../recognise/clause.js';
import { TOPICS } from './topics/topics.js';

const IDLE = new Set(
  "a an the i i'm i've i'd me my mine we our us you your it its is are am was were be been do does did can could would should will shall may might to of in on at for from with by as and or but so if then than that this these those there here what what's which who how how's why when where please pls hi hello hey thanks thank just really very some any have has had get got want wanna need like let let's tell give show make about into out up not no don't doesn't ich du er sie es der die das ein eine einen und oder ist sind wie was bitte mir mich mein meine zu im am auf für mit".split(
    ' ',
  ),
);
const MAX_WORDS = 5;
const MAX_CHARS = 48;

/** A title of two to five words for a conversation that starts with this message. */
export function titleFor(message: string, intents: readonly Intent[]): string {
  const named = intents.map(titleOfIntent).find((title) => title !== null);
  return named ?? titleOfWords(message);
}

function titleOfIntent(intent: Intent): string | null {
  return matchIntent<string | null>(intent, {
    weather: ({ location }) => (location === null ? 'Asking about weather' : shortened(`Weather in ${location}`)),
    theme: ({ theme }) => `${capitalised(theme)} theme, please`,
    fact: ({ summary }) => titleOfFact(summary),
    secret: () => 'Keeping secrets safe',
    recall: () => 'What is known',
    forget: () => 'Forgetting facts',
    topic: ({ topic }) => TOPICS[topic].title,
    tour: () => 'A tour of ChatKit',
    questions: () => 'A few questions',
    troubleshoot: () => 'Fixing an issue',
    idea: () => 'A feature idea',
    story: () => 'A long story',
    count: ({ to }) => `Counting to ${to}`,
    talk: ({ talk }) => (talk === 'capabilities' || talk === 'identity' ? 'Getting to know Frontdesk' : 'A friendly hello'),
    unknown: () => null,
  });
}

function titleOfFact(summary: string): string {
  const name = nameIn([summary]);
  return shortened(name === null ? atLeastTwo(summary) : `Meeting ${name}`);
}

function titleOfWords(message: string): string {
  const words = message.replaceAll('’', "'").match(/[\p{L}\p{N}][\p{L}\p{N}'.+#-]*/gu) ?? [];
  const telling = words.filter((word) => !IDLE.has(word.toLowerCase())).map((word) => word.replace(/[.'-]+$/u, ''));
  if (telling.length === 0) {
    return 'New conversation';
  }
  return shortened(atLeastTwo(capitalised(telling.slice(0, MAX_WORDS).join(' '))));
}

const atLeastTwo = (title: string): string => (title.includes(' ') ? title : `About ${title}`);

/** Five words and a line's width at most; the rest is cut off at a word. */
function shortened(title: string): string {
  const words = title.split(/\s+/).slice(0, MAX_WORDS);
  // A title does not end in "as an".
  while (words.length > 2 && (words.join(' ').length > MAX_CHARS || IDLE.has(words.at(-1)?.toLowerCase() ?? ''))) {
    words.pop();
  }
  return words
    .join(' ')
    .slice(0, MAX_CHARS)
    .replace(/[\s.,;:-]+$/u, '');
}
