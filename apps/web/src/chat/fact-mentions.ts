import type { Entity, Widgets } from '@openai/chatkit';

import type { Fact } from '../facts/fact.js';
import { factAge } from '../facts/fact-age.js';

/** What `data.kind` says of an entity that is a fact. */
const KIND = 'fact';
const GROUP = 'What the assistant knows';
/** A menu that has to be scrolled is searched instead. */
const MOST_SHOWN = 12;

/** A fact as something to mention: an @-tag, whose data the model is shown, too. */
export const factEntity = ({ id, text, createdAt }: Fact): Entity => ({
  id,
  title: text,
  icon: 'notebook',
  group: GROUP,
  interactive: true,
  data: { kind: KIND, text, saved: new Date(createdAt).toISOString() },
});

/** Facts with all words of the query in them; those that begin with it first, then the newest. */
export function findFacts(facts: readonly Fact[], query: string): Fact[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = facts.filter(({ text }) => words.every((word) => text.toLocaleLowerCase().includes(word)));
  const begins = ({ text }: Fact): boolean => words.length > 0 && text.toLocaleLowerCase().startsWith(words.join(' '));
  return found.toSorted((a, b) => Number(begins(b)) - Number(begins(a))).slice(0, MOST_SHOWN);
}

/** The card of a mentioned fact. One that was forgotten since is shown as it was mentioned. */
export function factPreview(entity: Entity, known: Fact | undefined, now: number): Widgets.BasicRoot {
  return {
    type: 'Basic',
    gap: 1,
    children: [
      { type: 'Text', value: known?.text ?? entity.title, size: 'sm', weight: 'medium' },
      {
        type: 'Caption',
        value:
          known === undefined
            ? 'Forgotten since'
            : `Known since ${known.createdAt < now - 60_000 ? factAge(known.createdAt, now) : 'a moment ago'}`,
      },
    ],
  };
}
