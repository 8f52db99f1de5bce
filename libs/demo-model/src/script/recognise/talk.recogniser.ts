import type { Intent, RecognitionContext, SmallTalk } from '../intent.js';
import { imperativeOf, withoutLeadIn, type Clause } from './clause.js';

const TALK: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    'capabilities',
    /^(?:(?:so )?what (?:can|could) (?:you|i|this|it|we)(?: all)? (?:do|help(?: me)?(?: with)?|ask(?: you)?|try)(?: (?:here|for me|with you))?|what (?:are|is) (?:your|you) (?:capabilities|features|skills|able to do|good (?:at|for))|what do you do|how (?:can|do) you help(?: me)?|how can i use you|help|help me|hilfe|was kannst du(?: alles| so)?|wobei kannst du helfen|what tools do you have|which tools do you have|show me what you can do|what should i (?:ask|try)|give me (?:an? )?(?:demo|tour))$/iu,
  ],
  [
    'identity',
    /^(?:who|what) are you(?: really| exactly)?$|^(?:are|r) you (?:a |an |the )?(?:really? )?(?:real|human|person|bot|robot|ai|chat ?gpt|gpt.*|openai|claude|llm|language model|script|demo).*$|^(?:what|which) (?:ai |language )?model (?:are you|is this|do you use|are you using|am i talking to).*$|^what(?:'s| is) your name$|^introduce yourself$|^wer bist du$|^bist du (?:ein |eine )?.+$|^wie heißt du$/iu,
  ],
  ['how-are-you', /^(?:how are (?:you|things)(?: doing)?(?: today)?|how(?:'s| is) it going|how do you do|what's up|whats up|sup|wie geht(?:'s| es dir)?|alles gut)$/iu],
  ['never-mind', /^(?:never ?mind|nvm|forget it|forget about it|egal|schon gut|no worries|doesn't matter|cancel|stop)$/iu],
  ['thanks', /^(?:(?:many |ok(?:ay)?,? |great,? |cool,? )?(?:thanks|thank you|thx|ty|cheers|danke|dankeschön|vielen dank|merci)(?: (?:a lot|so much|very much|you|for .+|again|a million|dir|schön|sehr))*|(?:that(?:'s| is|was) (?:very |really )?(?:helpful|great|perfect|awesome)))$/iu],
  ['goodbye', /^(?:(?:good ?)?bye(?: bye)?|see (?:you|ya)(?: later| soon)?|goodnight|good night|ciao|tschüss|auf wiedersehen|bis (?:bald|später)|farewell|have a (?:nice|good) (?:day|one|evening))$/iu],
  [
    'greeting',
    /^(?:(?:hi|hello|hey|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin(?: moin)?|servus|grüß gott|salut|hola|bonjour|nice to meet you)(?: (?:there|again|all|everyone|world|you|frontdesk|assistant|bot|guide|zusammen))*)$/iu,
  ],
  ['acknowledge', /^(?:ok(?:ay)?|k|alright|sure|yes|yeah|yep|no|nope|cool|nice|great|perfect|awesome|got it|i see|understood|sounds good|ja|nein|super|gut|alles klar|lol|haha|wow)$/iu],
];

/** Greetings, thanks and questions about the assistant itself. */
export function recogniseTalk(clause: Clause): Intent | null {
  const whole = TALK.find(([, pattern]) => pattern.test(clause.text));
  const bare = withoutLeadIn(clause.text);
  const talk = whole ?? TALK.find(([, pattern]) => pattern.test(bare) || pattern.test(imperativeOf(clause.text)));
  return talk === undefined ? null : { kind: 'talk', talk: talk[0] };
}

const TROUBLE_OPENING = /^(?:(?:help|assist)(?: me)?(?: (?:to|with))? (?:fix(?:ing)?|solve|solving|troubleshoot(?:ing)?|debug(?:ging)?|resolve|diagnose)?\s*(?:an?|the|my|some|this)? ?(?:issue|problem|bug|error)s?|troubleshoot(?: an?)?(?: issue| problem)?|(?:i have|i've got|there(?:'s| is)|i found|i am having|i'm having) (?:an?|some|a small|another)? ?(?:issue|problem|bug|error|trouble)s?(?: with .+)?|something (?:is|isn't|is not) (?:broken|wrong|working)|it (?:doesn't|does not|isn't|won't) work(?:ing)?|ich habe ein problem|hilf mir(?: bei)? .*problem.*)$/iu;
const SYMPTOM = /\b(?:(?:doesn't|does not|don't|do not|won't|will not|can't|cannot|isn't|is not|never) (?:work|working|load|loading|appear|appearing|show|showing|open|opening|connect|connecting|start|starting|stream|streaming|render|rendering|send|sending|respond|responding|update|updating)|blank (?:page|screen|chat)|stays? (?:blank|empty|white)|crash(?:es|ed|ing)?|broken|error \d{3}|(?:40[0-9]|42[0-9]|50[0-9]) (?:error|unauthorized|not found)|(?:get|got|getting|gives?|see|seeing|returns?) (?:an? |the )?(?:40\d|42\d|50\d|error|exception)|cors|stops? (?:mid\w*|half ?way|in the middle)|(?:screen|page|chat|window) (?:is|stays|remains) (?:blank|empty|white|black)|hangs?|stuck|timed? ?out|expired|disconnects?|keeps? (?:failing|loading|reconnecting))\b/iu;
const IDEA_OPENING = /^(?:i(?: have|'ve got|'ve) (?:an?|another|a great|a new|got an?) (?:new |great )?(?:idea|suggestion|feature request|proposal)(?: for .+)?|request a (?:new )?feature|i(?: would|'d)? ?(?:want to|like to)? ?(?:request|suggest|propose) a (?:new )?(?:feature|idea|change)|feature request|ich habe eine idee)$/iu;
const IDEA = /^(?:i think )?(?:it would be (?:great|nice|cool|good|awesome|lovely|helpful|useful)|it'd be (?:great|nice|cool)|what if|wouldn't it be|you should add|please add|i wish|my idea(?: is)?|i suggest|i propose|feature request|idea)\b[:,]?\s*(?<idea>.+)$/iu;

/** The start screen's "Help me fix an issue" and "I have an idea", and what people answer to the questions that follow. */
export function recogniseHelpdesk(clause: Clause, context: RecognitionContext): Intent | null {
  const texts = [clause.text, imperativeOf(clause.text), withoutLeadIn(clause.text)];
  if (texts.some((text) => TROUBLE_OPENING.test(text))) {
    return { kind: 'troubleshoot', symptom: SYMPTOM.test(clause.text) && / with /.test(clause.text) ? clause.text : null };
  }
  if (texts.some((text) => IDEA_OPENING.test(text))) {
    return { kind: 'idea', idea: null };
  }
  const idea = IDEA.exec(withoutLeadIn(clause.text))?.groups?.['idea'];
  if (idea !== undefined && idea.length > 8) {
    return { kind: 'idea', idea: clause.text };
  }
  if (SYMPTOM.test(clause.text)) {
    return { kind: 'troubleshoot', symptom: clause.text };
  }
  const isAnswer = !clause.question && clause.text.split(' ').length >= 4;
  if (isAnswer && context.expects === 'issue') {
    return { kind: 'troubleshoot', symptom: clause.text };
  }
  return isAnswer && context.expects === 'idea' ? { kind: 'idea', idea: clause.text } : null;
}
