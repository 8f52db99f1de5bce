/** Words that ask for a fact without standing in it. */
const RELATED: Readonly<Record<string, readonly string[]>> = {
  name: ['called', 'heißt', 'named'],
  namen: ['called', 'heißt'],
  heiße: ['heißt', 'called'],
  called: ['name', 'heißt'],
  job: ['works', 'developer', 'engineer', 'arbeitet', 'designer', 'manager', 'role', 'beruf'],
  profession: ['works', 'developer', 'engineer'],
  beruf: ['arbeitet', 'works'],
  role: ['works', 'developer', 'engineer'],
  company: ['works', 'arbeitet'],
  employer: ['works', 'arbeitet'],
  work: ['works', 'arbeitet', 'working'],
  arbeite: ['arbeitet', 'works'],
  live: ['lives', 'based', 'moved', 'wohnt', 'lebt'],
  wohne: ['wohnt', 'lives', 'based'],
  lebe: ['lebt', 'lives'],
  city: ['lives', 'based', 'moved', 'wohnt'],
  home: ['lives', 'based'],
  address: ['lives', 'based'],
  hometown: ['from', 'lives', 'born'],
  age: ['years', 'jahre', 'old', 'born'],
  alter: ['jahre', 'years'],
  old: ['years', 'born'],
  birthday: ['born', 'geburtstag'],
  geburtstag: ['birthday'],
  diet: ['vegan', 'vegetarian', 'allergic', 'eat', 'gluten'],
  allergy: ['allergic', 'allergisch'],
  allergies: ['allergic', 'allergisch'],
  hobby: ['likes', 'loves', 'enjoys', 'plays'],
  hobbies: ['likes', 'loves', 'enjoys', 'plays'],
  like: ['likes', 'loves', 'enjoys', 'mag'],
  love: ['loves', 'likes'],
  enjoy: ['enjoys', 'likes', 'loves'],
  prefer: ['prefers', 'favorite', 'favourite', 'bevorzugt'],
  preference: ['prefers', 'favorite', 'favourite'],
  preferences: ['prefers', 'likes', 'favorite', 'favourite'],
  use: ['uses', 'benutzt', 'nutzt'],
  drink: ['drinks', 'trinkt'],
  eat: ['eats', 'isst'],
  speak: ['speaks', 'language', 'spricht'],
  play: ['plays'],
  hate: ['hates', 'dislikes'],
};
const IDLE = new Set(
  'a an the i me my is am are was to of in at for on and or that about with who what where how when do does it as'.split(' '),
);

const wordsOf = (text: string): string[] => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !IDLE.has(word));
const isSame = (a: string, b: string): boolean => a === b || (a.length > 3 && b.length > 3 && (a.startsWith(b) || b.startsWith(a)));

/** How well a fact answers to what was asked for; 0: not at all. Words in common weigh more than related ones. */
function score(fact: string, asked: readonly string[]): number {
  const words = wordsOf(fact);
  let total = 0;
  for (const word of asked) {
    if (words.some((own) => isSame(own, word))) {
      total += 2;
    } else if ((RELATED[word] ?? []).some((related) => words.includes(related))) {
      total += 1;
    }
  }
  return total;
}

/** @returns the facts that answer to `asked` (a few words such as "name" or "work at Acme"), best first */
export function matchingFacts<T extends { readonly text: string }>(facts: readonly T[], asked: string): T[] {
  const words = wordsOf(asked);
  return facts
    .map((fact) => ({ fact, score: score(fact.text, words) }))
    .filter((candidate) => candidate.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((candidate) => candidate.fact);
}
