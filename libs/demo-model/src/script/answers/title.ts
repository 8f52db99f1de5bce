import type { Intent } from '../intent.js';
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
  switch (intent.kind) {
    case 'weather':
      return intent.location === null ? 'Asking about weather' : shortened(`Weather in ${intent.location}`);
    case 'theme':
      return intent.theme === 'dark' ? 'Dark theme, please' : 'Light theme, please';
    case 'fact': {
      const name = /^(?:Is called|Heißt) (.+)$/u.exec(intent.summary)?.[1];
      return shortened(name === undefined ? atLeastTwo(intent.summary) : `Meeting ${name}`);
    }
    case 'secret':
      return 'Keeping secrets safe';
    case 'recall':
      return 'What is known';
    case 'forget':
      return 'Forgetting facts';
    case 'topic':
      return TOPICS[intent.topic].title;
    case 'troubleshoot':
      return 'Fixing an issue';
    case 'idea':
      return 'A feature idea';
    case 'story':
      return 'A long story';
    case 'count':
      return `Counting to ${intent.to}`;
    case 'talk':
      return intent.talk === 'capabilities' || intent.talk === 'identity' ? 'Getting to know Frontdesk' : 'A friendly hello';
    case 'unknown':
      return null;
  }
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
  return words.join(' ').slice(0, MAX_CHARS).replace(/[\s.,;:-]+$/u, '');
}
