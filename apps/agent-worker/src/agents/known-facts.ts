/** Facts beyond the newest ones stay out of the instructions: the model pays for every word of every turn. */
const MAX_FACTS = 100;
const MAX_LENGTH = 500;

/**
 * The section of an agent's instructions that says what is known about the user; empty when nothing is.
 * Facts are people's words: each is kept to one line, so that none can pass for an instruction of its own.
 */
export function knownFactsSection(facts: readonly string[]): string {
  const lines = facts.slice(-MAX_FACTS).map((fact) => `- ${fact.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_LENGTH)}`);
  return lines.length === 0 ? '' : `\n\nKnown facts about the user:\n${lines.join('\n')}`;
}
