import type { Intent, RecognitionContext } from '../intent.js';
import { capitalised, imperativeOf, withoutLeadIn, type Clause } from './clause.js';
import { FACT_RULES, nameOf } from './fact-rules.js';
import { GERMAN_FACT_RULES } from './fact-rules.de.js';
import { thirdPerson, withTheir } from './third-person.js';

const MAX_SUMMARY_CHARS = 200;

/** "Remember that …", "note: …", "keep in mind that …", "merk dir, dass …": what follows is to be kept, whatever it is. */
const EXPLICIT =
  /^(?:(?:please )?(?:remember|note(?: down)?|make (?:a )?note|take (?:a )?note|keep in mind|bear in mind|don't (?:ever )?forget|do not forget|never forget|write down|jot down|memori[sz]e|merk(?:e)? dir|notier(?:e)?|vergiss nicht|denk daran)\b[\s,:]*(?:(?:that|this|the fact that|down|for me|of this|to self|dass|bitte|folgendes)\b[\s,:]*)*|(?:save|store|record|add|speicher(?:e)?)\b[\s:]*(?:(?:that|this|the fact(?: that)?|a fact|as a fact|to your memory|to memory|dass)\b[\s,:]*)+)(?<rest>.+)$/iu;

/** What follows "remember" without being something to keep: "remember me?", "remember when …", "remember my name". */
const NOT_KEEPABLE =
  /^(?:me|us|it|that|this|everything|when|how|what|where|who|why|if|our (?:chat|conversation)|my \p{L}+(?: \p{L}+)?|mich|meinen namen)$|^(?:when|how|what|where|who|why|if)\b/iu;

const SECRET =
  /\b(?:pass(?:word|code|phrase)|pin (?:code|number|is)|credit card|card number|cvv|social security|ssn|api[ -]?key|private key|secret key|access token|iban|passwort|kreditkarte)\b/iu;

const TRAILING =
  /[\s,]+(?:by the way|btw|too|as well|actually|please|thanks|thank you|nice to meet you|you know|right now|haha|lol|übrigens|auch|bitte|:\)|😊|🙂)$/iu;

/** "My name is Ada", "I work at …", "remember that …": a concise summary in the third person without a subject. */
export function recogniseFact(clause: Clause, context: RecognitionContext): Intent | null {
  const statement = withoutTrailing(clause.text);
  const explicit = EXPLICIT.exec(imperativeOf(statement))?.groups?.['rest'];
  if (explicit !== undefined) {
    return explicitFact(explicit.trim());
  }
  if (context.forcedTool === 'save_fact') {
    return explicitFact(statement);
  }
  if (clause.question) {
    return null;
  }
  const told = withoutLeadIn(statement);
  const summary = implicitFact(told) ?? (clause.greeted ? nameAfterGreeting(told) : null);
  if (summary === null) {
    return null;
  }
  return SECRET.test(told) ? { kind: 'secret' } : fact(summary);
}

function explicitFact(rest: string): Intent | null {
  if (NOT_KEEPABLE.test(rest)) {
    return null;
  }
  return SECRET.test(rest) ? { kind: 'secret' } : fact(implicitFact(rest) ?? thirdPerson(rest));
}

function implicitFact(statement: string): string | null {
  for (const rule of [...FACT_RULES, ...GERMAN_FACT_RULES]) {
    const match = rule.pattern.exec(statement);
    if (match !== null) {
      const summary = rule.summary(match.groups ?? {});
      if (summary !== null) {
        return summary;
      }
    }
  }
  return null;
}

/** "hey, i'm john": without a greeting "i'm tired" is as likely. */
function nameAfterGreeting(statement: string): string | null {
  return nameOf(/^(?:i am|i'm|im|this is|it's) (\p{L}{2,20})$/iu.exec(statement)?.[1]);
}

function withoutTrailing(text: string): string {
  let shorter = text;
  for (let previous = ''; previous !== shorter;) {
    previous = shorter;
    shorter = shorter.replace(TRAILING, '');
  }
  return shorter;
}

function fact(summary: string): Intent {
  const text = capitalised(withTheir(summary.trim()));
  if (text.length <= MAX_SUMMARY_CHARS) {
    return { kind: 'fact', summary: text };
  }
  return { kind: 'fact', summary: `${text.slice(0, MAX_SUMMARY_CHARS).replace(/\s+\S*$/u, '')}…` };
}
