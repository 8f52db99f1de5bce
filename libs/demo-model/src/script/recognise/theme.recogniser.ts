import type { Intent, RecognitionContext, Theme } from '../intent.js';
import { imperativeOf, type Clause } from './clause.js';

const LOOK = '(?:mode|theme|scheme|colou?r ?scheme|colou?rs?|design|look|version|background|ui|appearance|modus|hintergrund)';
const NAMED: readonly (readonly [RegExp, Theme])[] = [
  [/^(?:dark|dunkel|dunkles|dunklen|dunkler|night|nacht|black)$/iu, 'dark'],
  [/^(?:light|hell|helles|hellen|heller|day|white|bright|tag)$/iu, 'light'],
];
const NAME = '(dark|light|night|day|black|white|bright|hell|dunkel|helles|dunkles|hellen|dunklen)';

/** Questions about themes rather than wishes for one. */
const ABOUT_THEMES =
  /^(?:how (?:do|does|can|could|would|should|to)\b|what(?:'s| is| are)\b|why\b|where\b|when\b|which\b|does\b|do (?:you|i|we)\b|is (?:there|dark|light|it possible)\b|are\b|can (?:chatkit|i|users?|we)\b|explain\b|tell me\b|wie (?!wäre)|was\b|warum\b)/iu;
const STATEMENT = /^(?:i|we|my|our|ich|wir|mein)\b/iu;

/** "Dark mode is great." */
const OPINION =
  /\b(?:mode|theme|scheme|colou?rs?|design|look|version|ui)s? (?:is|are|was|were|looks?|seems?|has|have|does|doesn't|isn't|aren't)\b/iu;

const OFF = /\b(?:turn(?:ing)? off|switch off|disable|deactivate|leave|exit|stop|without|no more|get rid of|schalte .* aus)\b/iu;
const CHANGE = /\b(?:switch|change|toggle|flip|invert|swap|wechsle|wechsel|umschalten|ändere)\b/iu;

const TOO_BRIGHT = /\b(?:(?:too|so|very|way too) (?:bright|light|white|glaring)|blinding|hurts? my eyes|zu hell|blendet)\b/iu;
const TOO_DARK = /\b(?:(?:too|so|very|way too) (?:dark|dim|black)|can(?:'t|not) read (?:it|this|anything|the text)|zu dunkel)\b/iu;
const SCENERY = /\b(?:outside|outdoors|weather|room|sky|morning|evening|winter|summer|chocolate|roast|beer|meal|draußen)\b/iu;

/** "Dark mode please", "make it light", "too bright", "switch the theme", "hell bitte". */
export function recogniseTheme(clause: Clause, context: RecognitionContext): Intent | null {
  const text = imperativeOf(clause.text);
  if (SCENERY.test(text)) {
    return null;
  }
  const theme = complaint(text) ?? (asksOrTells(text) ? null : wish(text, context));
  return theme === null ? null : { kind: 'theme', theme };
}

function asksOrTells(text: string): boolean {
  return ABOUT_THEMES.test(text) || STATEMENT.test(text) || OPINION.test(text);
}

function complaint(text: string): Theme | null {
  if (/^(?:how|why|what)\b/i.test(text)) {
    return null;
  }
  return TOO_BRIGHT.test(text) ? 'dark' : TOO_DARK.test(text) ? 'light' : null;
}

function wish(text: string, context: RecognitionContext): Theme | null {
  if (
    /^(?:turn |switch )?(?:the )?lights? (?:off|out)$|^turn off the lights?$|^(?:(?:mach|schalte) )?(?:das |die )?lichte?r? aus$/iu.test(
      text,
    )
  ) {
    return 'dark';
  }
  if (/^(?:turn |switch )?(?:the )?lights? on$|^turn on the lights?$|^(?:(?:mach|schalte) )?(?:das |die )?lichte?r? an$/iu.test(text)) {
    return 'light';
  }
  const named = namedTheme(text);
  if (named !== null) {
    return OFF.test(text) ? opposite(named) : named;
  }
  const asksForOther = CHANGE.test(text) && /\b(?:themes?|modes?|colou?r ?scheme|appearance|design|modus)\b/iu.test(text);
  const asksForOpposite = /\b(?:the )?(?:other|opposite) (?:theme|mode|colou?r ?scheme)\b/iu.test(text);
  // Without a sign of the current theme: the demo's page starts dark.
  return asksForOther || asksForOpposite ? opposite(context.theme ?? 'dark') : null;
}

function namedTheme(text: string): Theme | null {
  const patterns = [
    // "from dark to light", "to dark", "auf hell"
    new RegExp(
      `\\b(?:switch|change|go|set|turn|flip|back|wechsle|wechsel|schalte|stelle?)\\b.*\\b(?:to|into|auf|zu)\\s+(?:the |a |das |den )?${NAME}\\b`,
      'iu',
    ),
    new RegExp(`\\b${NAME}(?:er|e|en)?[ -]?${LOOK}\\b`, 'iu'),
    new RegExp(`\\b(?:theme|mode|scheme|modus)\\s*(?:to|=|:|should be|is)?\\s*${NAME}$`, 'iu'),
    new RegExp(
      `^(?:make|turn|set|paint|keep|mach|mache|stelle?)\\s+(?:it|this|everything|the (?:page|chat|app|screen|ui|site)|es|das|alles|all)\\s+(?:all |more |a bit |etwas |wieder )?${NAME}(?:er)?\\b`,
      'iu',
    ),
    new RegExp(`^(?:go|use|enable|back to|all|now|einmal|mal)\\s+(?:all |full |the )?${NAME}$`, 'iu'),
    new RegExp(`^it (?:to be |all |more )?${NAME}(?:er)?$`, 'iu'),
    new RegExp(`\\b(?:auf|zu|in)\\s+${NAME}(?:en|es)?\\s+(?:um)?(?:schalten|stellen|wechseln)\\b`, 'iu'),
    new RegExp(`^(?:make it )?(?:more )?${NAME}(?:er)?(?: again| wieder| mode| now)?$`, 'iu'),
  ];
  for (const pattern of patterns) {
    const name = pattern.exec(text)?.[1];
    const theme = NAMED.find(([names]) => name !== undefined && names.test(name))?.[1];
    if (theme !== undefined) {
      return theme;
    }
  }
  return null;
}

export const opposite = (theme: Theme): Theme => (theme === 'dark' ? 'light' : 'dark');
