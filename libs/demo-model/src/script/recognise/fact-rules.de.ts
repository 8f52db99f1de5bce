import type { FactRule } from './fact-rules.js';

const VERBS: Readonly<Record<string, string>> = {
  mag: 'Mag',
  liebe: 'Liebt',
  hasse: 'Hasst',
  bevorzuge: 'Bevorzugt',
  benutze: 'Benutzt',
  nutze: 'Nutzt',
  verwende: 'Verwendet',
  spreche: 'Spricht',
  spiele: 'Spielt',
  esse: 'Isst',
  trinke: 'Trinkt',
  habe: 'Hat',
  bin: 'Ist',
  wohne: 'Wohnt',
  lebe: 'Lebt',
  arbeite: 'Arbeitet',
  komme: 'Kommt',
  heiße: 'Heißt',
  heisse: 'Heißt',
};
const LIKING = 'mag|liebe|hasse|bevorzuge|benutze|nutze|verwende|spreche|spiele|esse|trinke';
const POINTS_ELSEWHERE = /^(?:es|das|dies|dich|dir|deine?|diese?|ihn|sie|keine ahnung|eine (?:frage|idee)|ein (?:problem|anliegen))\b/iu;
const NAME = /^\p{Lu}?[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2}$/u;

const told = (verb: string | undefined, rest: string | undefined): string | null =>
  rest === undefined || POINTS_ELSEWHERE.test(rest) ? null : `${VERBS[(verb ?? '').toLowerCase()] ?? verb} ${rest}`;

/** Statements in German, summarised in German. */
export const GERMAN_FACT_RULES: readonly FactRule[] = [
  {
    pattern: /^(?:ich (?:heiße|heisse)|mein name ist|nenn(?:e)? mich)(?: bitte)? (?<name>.+)$/iu,
    summary: ({ name }) => (NAME.test(name ?? '') ? `Heißt ${name}` : null),
  },
  {
    pattern:
      /^ich bin (?<rest>\d{1,3} jahre alt|allergisch (?:gegen|auf) .+|vegetarier(?:in)?|vegan(?:er(?:in)?)?|linkshänder(?:in)?|verheiratet|aus .+|von beruf .+|(?:ein|eine) .+)$/iu,
    summary: ({ rest }) => told('bin', rest),
  },
  // "Ich bin Lehrerin" tells a profession, "Ich bin Ada" a name: German writes both with a capital.
  { pattern: /^[Ii]ch bin (?<job>\p{Lu}\p{Ll}{3,}(?:er|in|ist|ent|or|eur|mann|frau|arzt|wirt))$/u, summary: ({ job }) => `Ist ${job}` },
  { pattern: /^[Ii]ch bin (?:der |die )?(?<name>\p{Lu}\p{Ll}+)$/u, summary: ({ name }) => `Heißt ${name}` },
  {
    pattern: /^(?:ich )?(?<verb>wohne|lebe|arbeite|komme) (?<rest>(?:in|bei|für|als|aus|im|am|an|seit|mit) .+)$/iu,
    summary: ({ verb, rest }) => told(verb, rest),
  },
  {
    pattern: new RegExp(`^ich (?<verb>${LIKING}) (?:gerne? |am liebsten )?(?<rest>.+)$`, 'iu'),
    summary: ({ verb, rest }) => told(verb, rest),
  },
  { pattern: /^ich (?<verb>habe) (?<rest>(?:einen?|zwei|drei|vier|\d+|keine) .+)$/iu, summary: ({ verb, rest }) => told(verb, rest) },
  {
    pattern:
      /^(?:mein|meine|unser) (?<what>team|firma|geburtstag|lieblings\p{L}+|frau|mann|hund|katze|hobby|beruf) (?<verb>ist|nutzt|benutzt|verwendet|heißt|mag|hat) (?<rest>.+)$/iu,
    summary: ({ what, verb, rest }) => `${(what ?? '').charAt(0).toUpperCase()}${(what ?? '').slice(1)} ${verb} ${rest}`,
  },
  // "…, dass ich Tee mag": the verb stands last.
  {
    pattern: new RegExp(`^ich (?<rest>.+) (?<verb>${LIKING}|wohne|lebe|arbeite|komme|bin|habe|heiße|heisse)$`, 'iu'),
    summary: ({ verb, rest }) => told(verb, rest),
  },
];
