import type { Intent } from '../intent.js';
import { imperativeOf, withoutLeadIn, type Clause } from './clause.js';

const EVERYTHING: readonly RegExp[] = [
  /^(?:and )?what (?:do|did|have|can) you (?:know|remember|remembered|learn(?:ed|t)?|saved?|stored?|tell me|got|have)(?: (?:already|so far|now|saved|stored|on file))*(?: (?:about|on|of|for) (?:me|myself|us))?(?: (?:already|so far|now|yet))?$/iu,
  /^what(?:'s| is| do you have) (?:stored|saved|in your memory|on file)(?: about me)?$/iu,
  /^(?:list|show|tell|give|display|read)(?: me)?(?: back)? (?:all )?(?:of )?(?:my|the|your)(?: saved| stored)? (?:facts?|memor(?:y|ies)|notes|profile|information)(?: (?:about|on|of) me)?$/iu,
  /^(?:tell|show|list)(?: me)? (?:what|everything|all(?: that)?) you (?:know|remember|have(?: saved| stored)?|saved|stored)(?: (?:about|on) me)?$/iu,
  /^(?:who am i|do you (?:know|remember) (?:me|who i am|anything about me)|remember me|tell me about (?:me|myself)|what(?:'s| is) in my profile|what facts .*(?:me|saved|know|have|stored).*|which facts .+|(?:my|saved|list) facts)$/iu,
  /^was (?:weißt|weisst|weiß) du (?:\p{L}+ )?(?:über|von) mi[rc]h?$|^wer bin ich$|^was hast du (?:dir )?(?:über mich )?(?:gemerkt|gespeichert)$|^kennst du mich$|^(?:zeig|zeige)(?: mir)? meine fakten$/iu,
];

/** Questions about one thing; what is asked for stands in the group. */
const ONE_THING: readonly RegExp[] = [
  /^(?:do you (?:still )?(?:know|remember)|can you (?:still )?remember|tell me|what(?:'s| is| was| are)|you know|guess)(?: again)? my (?<about>name|nickname|age|birthday|job|role|title|company|employer|team|favou?rite [\p{L} ]+|hobb(?:y|ies)|dog(?:'s name)?|cat(?:'s name)?|pet|wife(?:'s name)?|husband(?:'s name)?|pronouns|city|home ?town|time ?zone|allerg(?:y|ies)|preferences?|diet|address|e-?mail(?: address)?)(?: again)?$/iu,
  /^(?:do you (?:still )?(?:know|remember) )?what did i (?:tell|say to) you about (?:my )?(?<about>.+)$/iu,
  /^(?:do you (?:still )?(?:know|remember) )?(?:where|what|who|when|which [\p{L}]+) (?:do|am|was|did|should) i (?<about>(?:work|live|like|love|prefer|use|drink|eat|allergic|old|from|born|based|called|do for|enjoy|hate|speak|play|study).*)$/iu,
  /^(?:do you (?:still )?(?:know|remember) )(?:where|what|who|how|when) (?:old )?i(?:'m| am)? (?<about>.+)$/iu,
  /^(?:how|what am i) (?<about>old am i|called|allergic to)$/iu,
  /^(?<about>what am i called)$/iu,
  /^wie (?<about>heiße|heisse) ich(?: eigentlich)?$/iu,
  /^(?:weißt|weisst|kennst) du (?:noch )?(?:meinen|mein|meine) (?<about>namen?|alter|beruf|geburtstag)$/iu,
  /^wo (?<about>wohne|arbeite|lebe) ich$/iu,
];

/** "What do you know about me?", "what's my name", "where do I work". */
export function recogniseRecall(clause: Clause): Intent | null {
  for (const text of [withoutLeadIn(clause.text), imperativeOf(clause.text)]) {
    if (EVERYTHING.some((pattern) => pattern.test(text))) {
      return { kind: 'recall', about: null };
    }
    for (const pattern of ONE_THING) {
      const about = pattern.exec(text)?.groups?.['about'];
      if (about !== undefined) {
        return { kind: 'recall', about };
      }
    }
  }
  return null;
}

const FORGET =
  /^(?:forget|un-?remember|don't remember|do not remember|stop remembering|vergiss|(?:delete|remove|erase|wipe|clear|drop|lösche?)(?= .*(?:\bfacts?\b|\bmemor(?:y|ies)\b|\bmy name\b|\babout me\b|\bthat i\b|\byou know\b|\byou (?:have )?(?:saved|stored)\b|\bfakt|\bmeinen namen\b|\bmy (?:job|birthday|age|address|allergy|allergies|employer|team|city)\b)))(?:\s+(?<what>.+))?$/iu;
const ALL =
  /^(?:everything|all|it all|all of it|me|all (?:of )?(?:my |the |your |saved )*(?:facts|memories|memory|data)|(?:my |your |the )?(?:facts|memory|memories|saved facts)|(?:what|everything|all)(?: that)? you (?:know|remember|have saved|saved|have stored|have)|everything you know|alles|mich|meine fakten)(?: (?:about|on|of|über) (?:me|mich))?(?: you know| you have| please)?$/iu;
const DISMISSAL =
  /^(?:it|about it|that|this|what i (?:just )?(?:said|asked)|i (?:said|asked|mentioned) .+|the (?:question|last message|above)|es|das)$/iu;
const WORDING =
  /^(?:(?:i|about|the|that|my|said|told|you|fact|facts|information|info|memory|memories|note|saved|this|where|what|who|how|when|old|about me|dass|den|die|das|meinen|meine|mein|fakt)\b[\s:,]*)+/iu;

/** "Forget my name", "forget that I work at …", "delete the fact about Jira", "vergiss meinen Namen"; never "don't forget". */
export function recogniseForget(clause: Clause): Intent | null {
  const match = FORGET.exec(imperativeOf(clause.text));
  if (match === null) {
    return null;
  }
  const what = (match.groups?.['what'] ?? '').trim();
  if (what === '' || DISMISSAL.test(what)) {
    return { kind: 'talk', talk: 'never-mind' };
  }
  if (ALL.test(what)) {
    return { kind: 'forget', what: null };
  }
  const subject = what
    .replace(WORDING, '')
    .replace(/^i(?:'m| am)? /iu, '')
    .trim();
  return { kind: 'forget', what: subject === '' ? what : subject };
}
