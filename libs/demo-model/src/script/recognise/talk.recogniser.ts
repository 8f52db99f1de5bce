import type { Intent, SmallTalk } from '../intent.js';
import { imperativeOf, withoutLeadIn, type Clause } from './clause.js';

const TALK: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    'capabilities',
    /^(?:(?:so )?what (?:can|could) (?:you|i|this|it|we)(?: all)? (?:do|help(?: me)?(?: with)?|ask(?: you)?|try)(?: (?:here|for me|with you))?|what (?:are|is) (?:your|you) (?:capabilities|features|skills|able to do|good (?:at|for))|what do you do|how (?:can|do) you help(?: me)?|how can i use you|help|help me|hilfe|was kannst du(?: alles| so)?|wobei kannst du helfen|what tools do you have|which tools do you have|show me what you can do|what should i (?:ask|try)|give me (?:an? )?demo)$/iu,
  ],
  [
    'identity',
    /^(?:who|what) are you(?: really| exactly)?$|^(?:are|r) you (?:a |an |the )?(?:really? )?(?:real|human|person|bot|robot|ai|chat ?gpt|gpt.*|openai|claude|llm|language model|script|demo).*$|^(?:what|which) (?:ai |language )?model (?:are you|is this|do you use|are you using|am i talking to).*$|^what(?:'s| is) your name$|^introduce yourself$|^wer bist du$|^bist du (?:ein |eine )?.+$|^wie heißt du$/iu,
  ],
  [
    'how-are-you',
    /^(?:how are (?:you|things)(?: doing)?(?: today)?|how(?:'s| is) it going|how do you do|what's up|whats up|sup|wie geht(?:'s| es dir)?|alles gut)$/iu,
  ],
  ['never-mind', /^(?:never ?mind|nvm|forget it|forget about it|egal|schon gut|no worries|doesn't matter|cancel|stop)$/iu],
  [
    'thanks',
    /^(?:(?:many |ok(?:ay)?,? |great,? |cool,? )?(?:thanks|thank you|thx|ty|cheers|danke|dankeschön|vielen dank|merci)(?: (?:a lot|so much|very much|you|for .+|again|a million|dir|schön|sehr))*|(?:that(?:'s| is|was) (?:very |really )?(?:helpful|great|perfect|awesome)))$/iu,
  ],
  [
    'goodbye',
    /^(?:(?:good ?)?bye(?: bye)?|see (?:you|ya)(?: later| soon)?|goodnight|good night|ciao|tschüss|auf wiedersehen|bis (?:bald|später)|farewell|have a (?:nice|good) (?:day|one|evening))$/iu,
  ],
  [
    'greeting',
    /^(?:(?:hi|hello|hey|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin(?: moin)?|servus|grüß gott|salut|hola|bonjour|nice to meet you)(?: (?:there|again|all|everyone|world|you|frontdesk|assistant|bot|guide|zusammen))*)$/iu,
  ],
  [
    'acknowledge',
    /^(?:ok(?:ay)?|k|alright|sure|yes|yeah|yep|no|nope|cool|nice|great|perfect|awesome|got it|i see|understood|sounds good|ja|nein|super|gut|alles klar|lol|haha|wow)$/iu,
  ],
];

/** Greetings, thanks and questions about the assistant itself. */
export function recogniseTalk(clause: Clause): Intent | null {
  const whole = TALK.find(([, pattern]) => pattern.test(clause.text));
  const bare = withoutLeadIn(clause.text);
  const talk = whole ?? TALK.find(([, pattern]) => pattern.test(bare) || pattern.test(imperativeOf(clause.text)));
  return talk === undefined ? null : { kind: 'talk', talk: talk[0] };
}
