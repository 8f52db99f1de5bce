import type { Language } from '../intent.js';
import type { Settled } from '../steps.js';
import { joined } from '../recognise/clause.js';

type Recalled = Extract<Settled, { kind: 'recalled' }>;
type Forgotten = Extract<Settled, { kind: 'forgotten' }>;

export function recallAnswer({ about, facts }: Recalled, language: Language): string {
  const german = language === 'de';
  if (facts === null) {
    return german
      ? 'Ich konnte die gespeicherten Fakten gerade nicht lesen. Bitte versuche es gleich noch einmal.'
      : 'I could not read the saved facts just now. Please try again in a moment.';
  }
  if (about !== null) {
    return specificAnswer(
      facts.map((fact) => fact.text),
      german,
    );
  }
  if (facts.length === 0) {
    return german
      ? 'Über dich habe ich noch nichts gespeichert. Erzähl mir etwas, zum Beispiel: „Ich heiße Ada“.'
      : 'I have not saved anything about you yet. Tell me something, for example "My name is Ada" or "I prefer short answers", and I will keep it.';
  }
  const list = facts.map((fact) => `- ${fact.text}`).join('\n');
  return german
    ? `Das weiß ich über dich:\n\n${list}\n\nEtwas davon soll weg? Sag zum Beispiel: „Vergiss meinen Namen“.`
    : `Here is what I know about you:\n\n${list}\n\nIf something should go, say for example "forget my name".`;
}

function specificAnswer(facts: readonly string[], german: boolean): string {
  const [best] = facts;
  if (best === undefined) {
    return german
      ? 'Das hast du mir noch nicht erzählt. Sag es mir, und ich merke es mir.'
      : "You have not told me that yet. Tell me, and I'll remember it.";
  }
  const name = /^(?:Is called|Name is|Heißt) (.+)$/u.exec(best)?.[1];
  if (name !== undefined) {
    return german ? `Du heißt **${name}**.` : `You are called **${name}**.`;
  }
  return german ? `Dazu habe ich mir gemerkt: **${best}**.` : `This is what I saved about that: **${best}**.`;
}

export function forgetAnswer({ what, facts }: Forgotten, language: Language): string {
  const german = language === 'de';
  if (facts === null) {
    return german
      ? 'Ich konnte die gespeicherten Fakten gerade nicht lesen, also wurde nichts gelöscht.'
      : 'I could not read the saved facts just now, so nothing was deleted. Please try again in a moment.';
  }
  if (facts.length === 0) {
    if (what === null) {
      return german
        ? 'Es ist nichts über dich gespeichert, also gibt es nichts zu vergessen.'
        : 'Nothing about you is saved, so there is nothing to forget.';
    }
    return german
      ? `Dazu habe ich nichts gespeichert („${what}“).`
      : `I have no saved fact about "${what}", so there is nothing to forget.`;
  }
  const named = (ok: boolean): string[] => facts.filter((one) => one.outcome.ok === ok).map((one) => `**${one.fact.text}**`);
  const gone = named(true);
  const kept = named(false);
  const sentences: string[] = [];
  if (gone.length > 0) {
    sentences.push(german ? `Vergessen: ${joined(gone, 'und')}.` : `Done, I've forgotten ${joined(gone)}.`);
  }
  if (kept.length > 0) {
    sentences.push(
      german ? `Das ließ sich nicht löschen: ${joined(kept, 'und')}.` : `I could not delete ${joined(kept)}. Please try again in a moment.`,
    );
  }
  return sentences.join(' ');
}
