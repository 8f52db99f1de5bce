import type { Language } from '../intent.js';
import { readable } from './clause.js';

const GERMAN = new Set(
  'ich bin und der die das ist nicht wie was bitte mein meine meinen mir mich hallo danke heiße heisse wetter mach mache es dunkel hell dunkles helles vergiss du über regnet morgen heute wohne arbeite merk merke dir dass kannst weißt weisst guten tag moin servus schalte stell auf wird warm kalt grad zeig zeige von mag kommt tschüss wer bist brauche einen eine regenschirm wo kannst'.split(
    ' ',
  ),
);
const ENGLISH = new Set(
  'i am and the is not how what please my me hello thanks weather make it dark light forget you about does will tomorrow today live work remember that can know a an in at to of for do your are tell show was when who so'.split(
    ' ',
  ),
);

/** English unless more words of the message are plainly German. */
export function languageOf(message: string): Language {
  const words =
    readable(message)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const german = words.filter((word) => GERMAN.has(word) || /[äöüß]/.test(word)).length;
  const english = words.filter((word) => ENGLISH.has(word)).length;
  return german > english ? 'de' : 'en';
}
