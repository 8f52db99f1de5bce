import { capitalised } from './clause.js';
import { conjugated } from './third-person.js';

export interface FactRule {
  /** Matched against one clause without lead-ins; what the summary needs is in named groups. */
  readonly pattern: RegExp;
  /** Null: it only looked like a fact. */
  readonly summary: (groups: Readonly<Record<string, string | undefined>>) => string | null;
}

const ADVERBS = '(?:(?:really|absolutely|totally|also|currently|now|actually|just|generally|still|truly|do|very much) )*';
const HABIT = '(?:(?<habit>usually|always|mostly|often|mainly|never|rarely|sometimes) )?';
const I_AM = "(?:i am|i'm|im)";

const NAME = /^\p{L}[\p{L}'.-]*(?: \p{L}[\p{L}'.-]*){0,3}$/u;
const NOT_A_NAME =
  /^(?:not|a|an|the|going|sorry|ok|okay|fine|here|back|sure|done|good|great|happy|sad|tired|new|ready|lost|confused|just|so|very|too|still|hungry|busy|bored|late|trying|looking|wondering|having|getting|using|working|interested|curious|asking|afraid|unable|able|stuck|in|on|at|from|into|off|out|up|well|all|also|really|your|you|my|important|it|what|who|hot|cold|it's|none|open|fan|online|later|tomorrow|maybe|when|if|asap|again|anytime|angry|excited|glad|free|alone|away|gone|home|from|better|bad|blocked|broken?|cool|crazy|dead|dumb|feeling|finally|hoping|impressed|kidding|listening|never|nervous|nobody|old|pretty|proud|right|sick|sleepy|surprised|thankful|thinking|thirsty|wrong|young)\b/iu;
const PEOPLES =
  'american|argentinian|australian|austrian|belgian|brazilian|british|bulgarian|canadian|chilean|chinese|colombian|croatian|czech|danish|dutch|egyptian|english|estonian|european|finnish|french|german|greek|hungarian|indian|indonesian|iranian|iraqi|irish|israeli|italian|jamaican|japanese|kenyan|korean|latvian|lebanese|lithuanian|mexican|moroccan|nigerian|norwegian|pakistani|peruvian|polish|portuguese|romanian|russian|scottish|serbian|slovak|slovenian|spanish|swedish|swiss|syrian|thai|turkish|ukrainian|vietnamese|welsh';
const STATES = `vegan|vegetarian|pescatarian|gluten[- ]free|lactose[- ]intolerant|diabetic|asthmatic|colou?r[- ]?blind|left[- ]handed|right[- ]handed|married|engaged|single|divorced|widowed|retired|pregnant|deaf|blind|dyslexic|autistic|self[- ]employed|unemployed|bilingual|jewish|muslim|christian|hindu|buddhist|kosher|halal|${PEOPLES}`;

/** Objects that point into the conversation, so that nothing about the user is said: "I like it", "I love your answer". */
const POINTS_ELSEWHERE =
  /^(?:not|it|this|that|these|those|them|you|your|yours|to (?:know|ask|see|change|switch|talk|get|have)|how|what|when|where|why|who|if|the (?:idea|way|answer|look|sound|new|chat|page|app|theme)|one|both|neither|another|more|some help|for|help)\b/iu;
const NOT_POSSESSED =
  /\b(?:question|idea|problem|issue|bug|error|request|suggestion|doubt|concern|complaint|feeling|trouble|difficult(?:y|ies)|hard time|clue|look|chance|moment|second|minute|choice|favou?r|thought|point|hunch|task|feature|ticket|meeting now|file|log|screenshot|message|to)\b/iu;

const KIN =
  'name|nickname|birthday|pronouns|age|job|role|title|job title|profession|occupation|company|employer|team|department|manager|boss|hobby|hobbies|dog|cat|pet|wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?|son|daughter|kids?|children|brother|sister|mother|mum|mom|father|dad|parents|family|e-?mail(?: address)?|phone(?: number)?|time ?zone|city|home ?town|country|native language|mother tongue|language|tech stack|stack|editor|address|office|team size|car|bike|diet|blood type|star sign|university|school|major|degree|colleagues?|customers?|users?|budget|deadline';
const ACTS =
  'uses?|works?|lives?|likes?|loves?|prefers?|has|have|speaks?|plays?|runs?|builds?|ships?|sells?|makes?|studies|goes|eats?|hates?|needs?|consists? of|is called|is named';

const kept = (object: string | undefined): object is string => object !== undefined && object !== '' && !POINTS_ELSEWHERE.test(object);
const is = (rest: string | undefined): string | null => (kept(rest) ? `Is ${rest}` : null);
/** "ada" → "Is called Ada"; null for what is no name ("tired", "not important"). */
export const nameOf = (text: string | undefined): string | null => {
  if (text === undefined || !NAME.test(text) || NOT_A_NAME.test(text)) {
    return null;
  }
  const typedInOneCase = text === text.toLowerCase() || (text.length > 2 && text === text.toUpperCase());
  const name = typedInOneCase ? text.toLowerCase().split(' ').map(capitalised).join(' ') : text;
  return `Is called ${name}`;
};

const ABOUT_ONESELF: readonly FactRule[] = [
  {
    pattern:
      /^(?:my (?:first |full |real |given )?name(?:'s| is)|(?:i am|i'm) (?:called|named)|(?:please )?(?:you (?:can|may) )?call me|(?:people|everyone|everybody|friends|they) calls? me|i go by)(?: the name)?:? (?<name>.+)$/iu,
    summary: ({ name }) => nameOf(name),
  },
  { pattern: new RegExp(`^${I_AM} (?<age>\\d{1,3})(?: years?(?: old)?| yo)?$`, 'iu'), summary: ({ age }) => `Is ${age} years old` },
  {
    pattern: new RegExp(`^${I_AM} ${ADVERBS}(?:severely |highly |deathly |quite )?(?<what>(?:allergic|intolerant|sensitive) to .+)$`, 'iu'),
    summary: ({ what }) => is(what),
  },
  { pattern: new RegExp(`^${I_AM} ${ADVERBS}(?:an? )?(?<state>(?:${STATES})(?: .+)?)$`, 'iu'), summary: ({ state }) => is(state) },
  {
    pattern: new RegExp(
      `^${I_AM} ${ADVERBS}(?<what>(?:part of|new to|from|based (?:in|at|out of)|located in|living in|working (?:at|for|as|in|with|on)|employed (?:at|by)|studying|learning|interested in|responsible for|in charge of|married to|into|fluent in|good at|afraid of|scared of|training for|planning) .+)$`,
      'iu',
    ),
    summary: ({ what }) =>
      kept(
        what?.replace(/^(?:interested in|working on|in charge of|from|into|planning|learning|studying|good at|afraid of|scared of) /iu, ''),
      )
        ? is(what)
        : null,
  },
  {
    pattern: new RegExp(`^${I_AM} ${ADVERBS}(?<what>(?:an?|the|one of) (?!bit|little|lot|few|tad|mess|while|one).+)$`, 'iu'),
    summary: ({ what }) => is(what),
  },
  { pattern: /^(?:i am|i'm|I'm|I am|Im|im) (?<name>\p{Lu}[\p{Ll}'-]+(?: \p{Lu}[\p{L}'.-]+){0,2})$/u, summary: ({ name }) => nameOf(name) },
  {
    pattern: /^(?:[Ii] am|[Ii]'?m) (?<name>\p{Lu}[\p{Ll}'-]+),? (?<where>(?:from|at|in|of) .+)$/u,
    summary: ({ name, where }) => {
      const called = nameOf(name);
      return called === null ? null : `${called}, ${where}`;
    },
  },
  { pattern: /^i (?:was )(?<what>born (?:in|on) .+)$/iu, summary: ({ what }) => `Was ${what}` },
  { pattern: new RegExp(`^${I_AM} ${ADVERBS}(?<what>on (?:the|our) [\\p{L} ]{2,40}team)$`, 'iu'), summary: ({ what }) => is(what) },
  {
    pattern: /^(?:we are|we're) (?<what>a (?:small |big |large )?(?:team|company|group|family) of .+)$/iu,
    summary: ({ what }) => `Is part of ${what}`,
  },
  {
    pattern: /^i can (?<what>(?:speak|cook|play|swim|code|drive|draw|sing|dance|read) .+)$/iu,
    summary: ({ what }) => (kept(what?.replace(/^\S+ /u, '')) ? `Can ${what}` : null),
  },
  {
    pattern: /^i (?:just |recently |also |have )*(?<what>(?:grew up|moved|studied|graduated|used to (?:work|live)) .+)$/iu,
    summary: ({ what }) => capitalised(what ?? ''),
  },
];

const HABITS: readonly FactRule[] = [
  {
    pattern: new RegExp(
      `^(?:i )?${ADVERBS}${HABIT}(?<verb>work|live) (?<rest>(?:at|for|as|in|with|from|on|near|alone|together|remotely|part[- ]time|full[- ]time|nights|shifts).*)$`,
      'iu',
    ),
    summary: ({ habit, verb, rest }) =>
      /^(?:on|with|in|for|at) (?:it|this|that|them|you)\b/iu.test(rest ?? '') ? null : habitual(habit, verb, rest),
  },
  {
    pattern: new RegExp(
      `^i ${ADVERBS}${HABIT}(?<verb>like|love|enjoy|hate|dislike|prefer|adore|use|speak|play|study|teach|own|drink|eat|drive|ride|collect|manage|lead|run|code in|program in|write|read|sleep|wake up|practi[sc]e|cook|support) (?<rest>.+)$`,
      'iu',
    ),
    summary: ({ habit, verb, rest }) => (kept(rest) ? habitual(habit, verb, rest) : null),
  },
  {
    pattern: new RegExp(
      `^i ${ADVERBS}(?:don't|do not|dont) (?:really )?(?<verb>like|eat|drink|use|speak|drive|own|enjoy|smoke|work on|work at)(?: (?<rest>.+))?$`,
      'iu',
    ),
    summary: ({ verb, rest }) => (rest === undefined || kept(rest) ? `Does not ${[verb, rest].filter(Boolean).join(' ')}` : null),
  },
  {
    pattern: /^i (?:can't|cannot|can not) (?<verb>eat|drink|drive|swim|tolerate|stand|hear|have) (?<rest>.+)$/iu,
    summary: ({ verb, rest }) => (kept(rest) ? `Cannot ${verb} ${rest}` : null),
  },
  {
    pattern:
      /^(?:i have got|i've got|i have|i got|i also have) (?<what>(?:an?|one|two|three|four|five|six|seven|\d+|no|several|many) .+|diabetes|asthma|adhd|dyslexia|celiac disease|kids|children|pets)$/iu,
    summary: ({ what }) =>
      NOT_POSSESSED.test(what ?? '') || /^no (?!kids|children|pets|car|siblings|allerg)/iu.test(what ?? '') ? null : `Has ${what}`,
  },
];

const BELONGINGS: readonly FactRule[] = [
  {
    pattern: new RegExp(
      `^(?:my|our) (?<what>favou?rite [\\p{L} -]{2,40}?|(?:${KIN})(?:'s [\\p{L} ]{2,30})?)(?<verb>'s| is| are| was)(?: now)? (?<rest>.+)$`,
      'iu',
    ),
    summary: ({ what, verb, rest }) =>
      /^(?:not|broken|down|slow|wrong|late|unknown|a problem|the problem|important|missing|empty|what|unable|getting|seeing|having)\b/iu.test(
        rest ?? '',
      ) || !kept(rest)
        ? null
        : `${capitalised(what ?? '')} ${verb === "'s" ? 'is' : (verb ?? '').trim()} ${rest}`,
  },
  {
    pattern: new RegExp(
      `^(?:my|our) (?<who>(?:whole )?(?:${KIN}))(?: (?<habit>always|usually|mostly|often|currently|mainly|also))? (?<verb>${ACTS}) (?<rest>.+)$`,
      'iu',
    ),
    summary: ({ who, habit, verb, rest }) => (kept(rest) ? capitalised([who, habit, verb, rest].filter(Boolean).join(' ')) : null),
  },
  {
    pattern:
      /^(?:at work,? )?we (?:all |mostly |currently |always )?(?<verb>use|build|sell|make|develop|ship|run on|work with) (?<rest>.+)$/iu,
    summary: ({ verb, rest }) => (kept(rest) ? `Team ${conjugatedPhrase(verb ?? '')} ${rest}` : null),
  },
];

/** Statements in English that tell something lasting about the user. */
export const FACT_RULES: readonly FactRule[] = [...ABOUT_ONESELF, ...HABITS, ...BELONGINGS];

function habitual(habit: string | undefined, verb: string | undefined, rest: string | undefined): string {
  return capitalised([habit?.toLowerCase(), conjugatedPhrase(verb ?? ''), rest].filter(Boolean).join(' '));
}

/** "wake up" → "wakes up". */
function conjugatedPhrase(verb: string): string {
  const [first = '', ...rest] = verb.split(' ');
  return [conjugated(first), ...rest].join(' ');
}
