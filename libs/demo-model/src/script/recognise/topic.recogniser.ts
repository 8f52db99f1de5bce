import type { Intent, TopicId } from '../intent.js';
import { imperativeOf, type Clause } from './clause.js';

/** More telling subjects first; the general ones last. */
const SUBJECTS: readonly (readonly [TopicId, RegExp])[] = [
  ['client-tools', /\bclient[- ]?(?:side )?tools?\b|\bonclienttool\b|\btools? (?:that run )?in the browser\b|\bbrowser tools?\b/iu],
  [
    'real-model',
    /\b(?:real|own|another|other|different|local|better) (?:ai |language )?model\b|\bollama\b|\bvllm\b|\bopenai_(?:api_key|base_url)\b|\b(?:connect|plug in|use) (?:a |an |my |to )?(?:model|openai|gpt|llm|azure)\b/iu,
  ],
  ['widgets', /\bwidgets?\b|\bcards?\b.*\bchat/iu],
  [
    'theming',
    /\bthem(?:e|es|ing|ed)\b|\b(?:dark|light) mode\b|\bcolou?rs?\b.*\b(?:chatkit|chat|change|customi[sz]e)|\baccent\b|\bstyl(?:e|ing)\b|\bbranding\b|\bcustomi[sz]e (?:the )?(?:look|ui|appearance|design)\b|\bfonts?\b/iu,
  ],
  [
    'start-screen',
    /\bstart ?screen\b|\bgreeting\b.*\b(?:change|set|configure|screen)|\b(?:change|set) the greeting\b|\b(?:starter |suggested )?prompts\b|\bcomposer\b|\bplaceholder\b|\bheader\b/iu,
  ],
  [
    'attachments',
    /\battach(?:ments?|ing|ed)?\b|\b(?:file|image|photo)s? uploads?\b|\buploads?(?:ing)?\b|\bsend (?:files|images|photos)\b/iu,
  ],
  ['mentions', /\bmentions?\b|\bentit(?:y|ies)\b|\b@-?tags?\b|\btag search\b/iu],
  ['session', /\bsessions?\b|\bclient[_ ]secrets?\b|\bauth(?:entication|enticate|orization)?\b|\bgetclientsecret\b|\btokens? expir/iu],
  ['history', /\bhistory\b|\bthreads?\b|\bconversations? (?:list|stored|saved|kept)\b|\bpersist(?:ence|ed|ent)?\b/iu],
  ['streaming', /\bstream(?:s|ing|ed)?\b|\bsse\b|\bserver[- ]sent events?\b|\bresum(?:e|able|ing)\b|\bstop button\b|\breconnect/iu],
  ['feedback', /\bfeedback\b|\bthumbs?\b|\bretry\b|\bthreaditemactions\b|\bregenerate\b/iu],
  ['tools', /\btools?\b|\bfunction[- ]calling\b|\bsave_fact\b|\bsav(?:e|ing) facts?\b|\bget_weather\b/iu],
  [
    'self-hosting',
    /\bself[- ]?host(?:ed|ing)?\b|\bfrontdesk\b|\bdocker\b|\bdeploy(?:ing|ment|ed)?\b|\bon[- ]prem(?:ises)?\b|\bair[- ]?gapped\b|\bown (?:server|network|infrastructure)\b/iu,
  ],
  ['server', /\bbackend\b|\bserver\b|\bfastapi\b|\bendpoint\b|\bagents? sdk\b|\bpython\b/iu],
  [
    'install',
    /\binstall(?:ing|ation)?\b|\bset ?up\b|\bget(?:ting)? started\b|\bquick ?start\b|\bstart using\b|\bembed(?:ding)?\b|\breact\b|\bscript tag\b|\busechatkit\b|\badd chatkit\b|\bintegrate\b/iu,
  ],
  [
    'overview',
    /^(?:(?:the |about )?chatkit$|what(?:'s| is| are| does| can| else)\b|(?:can you )?(?:explain|describe|tell me (?:about|what)|introduc)|(?:an? )?(?:overview|introduction)|learn|teach me|know|understand|help me (?:understand|with)|how does chatkit work|was (?:ist|kann)|erklär|give me an overview).*chatkit|^chatkit$/iu,
  ],
  ['overview-instead', /\bchatkit\b/iu],
];

const ASKS_HOW =
  /^(?:how\b|what\b|what's\b|which\b|where\b|why\b|when\b|can (?:i|you|we|chatkit|it|users?)\b|could (?:i|you)\b|does\b|do (?:i|you|we)\b|is\b|are\b|explain\b|describe\b|tell me (?:about|how|more|what)\b|show me\b|help me\b|teach me\b|give me\b|i (?:want|need|would like|am trying|'d like) to\b|i'd like to\b|i want\b|i need\b|learn(?: more)? about\b|an? example\b|example\b|introduction to\b|was\b|wie\b|erklär\b|erkläre\b)/iu;
/** Words that make a question without the name of the product still one about it. */
const AT_HOME =
  /\b(?:chatkit|frontdesk|widgets?|client[- ]?tools?|server tools?|theming|attachments?|client[_ ]secrets?|start ?screen|composer|self[- ]?host(?:ed|ing)?|usechatkit|onclienttool|getclientsecret|(?:real|own|local|another|different) (?:ai |language )?model|openai_(?:api_key|base_url)|chat (?:history|element|ui)|sav(?:e|ing) facts?|react (?:app|chat|component|hook|bindings)|in react|theme (?:it|the chat)|(?:dark|light) mode|themes|docker|ollama|vllm|stream(?:ing)?|@-?mentions?|thread ?item ?actions|function[- ]calling)\b/iu;
const KEYWORDS =
  /^(?:the |and |about |more about |what about |how about |on )*(?:chatkit )?(?:widgets?|client[- ]?tools?|server tools?|tools|theming|themes|attachments?|uploads?|history|threads|streaming|sessions?|client secrets?|start ?screen|prompts|composer|self[- ]?hosting|mentions|entities|feedback|installation|install|getting started|quick ?start|chatkit|frontdesk)(?: in (?:chatkit|frontdesk))?$/iu;
const SUBJECT_ELSEWHERE =
  /\b(?:my (?:order|package|invoice|bank|car)|flight|recipe|president|capital of|election|stock|bitcoin|world cup)\b/iu;

/** "What is ChatKit?", "how do widgets work", "client tools" and the like. */
export function recogniseTopic(clause: Clause): Intent | null {
  const text = imperativeOf(clause.text);
  const bare = KEYWORDS.test(text);
  const asks =
    (clause.question || ASKS_HOW.test(clause.text) || ASKS_HOW.test(text)) && AT_HOME.test(text) && !SUBJECT_ELSEWHERE.test(text);
  if (!bare && !asks) {
    return null;
  }
  const topic = SUBJECTS.find(([, pattern]) => pattern.test(text))?.[0];
  return topic === undefined ? null : { kind: 'topic', topic };
}
