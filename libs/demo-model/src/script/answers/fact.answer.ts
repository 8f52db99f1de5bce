import type { Language } from '../intent.js';
import { nameIn } from '../known-facts.js';
import { joined } from '../recognise/clause.js';
import type { Outcome } from '../tool-outcome.js';

export interface FactResult {
  readonly summary: string;
  readonly result: 'saved' | 'known' | 'failed' | 'no-tool';
  /** Why it failed, in words for people, when the tool said so. */
  readonly reason: string | null;
}

export const savedOrFailed = (summary: string, outcome: Outcome): FactResult =>
  outcome.ok ? { summary, result: 'saved', reason: null } : { summary, result: 'failed', reason: outcome.reason };

/** Confirms what was saved, naming it, and says what was not. */
export function factAnswer(results: readonly FactResult[], language: Language): string {
  const german = language === 'de';
  const of = (result: FactResult['result']): FactResult[] => results.filter((one) => one.result === result);
  const saved = of('saved');
  const failed = of('failed');
  const sentences: string[] = [];
  if (saved.length > 0) {
    sentences.push(
      confirmation(
        saved.map((one) => one.summary),
        german,
      ),
    );
  }
  const known = of('known').map((one) => quoted(one.summary));
  if (known.length > 0) {
    sentences.push(german ? `Das weiß ich schon: ${joined(known, 'und')}.` : `I already know that: ${joined(known)}.`);
  }
  if (failed.length > 0) {
    const facts = joined(
      failed.map((one) => quoted(one.summary)),
      german ? 'und' : 'and',
    );
    const reason = failed.find((one) => one.reason !== null)?.reason;
    const because = reason ? (german ? ` (Grund: ${reason})` : ` (the reason given: ${reason})`) : '';
    sentences.push(
      german
        ? `Ich konnte ${facts} leider nicht speichern${because}. Bitte versuche es gleich noch einmal.`
        : `I'm sorry, I could not save ${facts}${because}. Please try again in a moment.`,
    );
  }
  const untold = of('no-tool').map((one) => quoted(one.summary));
  if (untold.length > 0) {
    sentences.push(
      german
        ? `Ich habe ${joined(untold, 'und')} verstanden, kann hier aber nichts speichern.`
        : `I understood ${joined(untold)}, but I have no way to save facts here.`,
    );
  }
  return sentences.join('\n\n');
}

function confirmation(summaries: readonly string[], german: boolean): string {
  const name = nameIn(summaries);
  if (summaries.length > 1) {
    const greeting = name === null ? '' : german ? `Freut mich, ${name}! ` : `Nice to meet you, ${name}! `;
    const lead = german ? 'Das habe ich mir gemerkt:' : "I've saved these facts:";
    return `${greeting}${lead}\n\n${summaries.map((summary) => `- ${summary}`).join('\n')}`;
  }
  const summary = quoted(summaries[0] ?? '');
  if (name !== null) {
    return german
      ? `Freut mich, ${name}! Das habe ich mir gemerkt: ${summary}.`
      : `Nice to meet you, ${name}! I've saved that as ${summary}.`;
  }
  const hint = /^Prefers (?:the )?(?:dark|light) (?:mode|theme)/i.exec(summaries[0] ?? '')
    ? ' To change the page right now, just say "dark mode" or "light mode".'
    : '';
  return german ? `Alles klar, das habe ich mir gemerkt: ${summary}.` : `Got it, I've saved that as ${summary}.${hint}`;
}

const quoted = (summary: string): string => `**${summary.replaceAll('*', '\\*')}**`;
