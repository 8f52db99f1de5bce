import { matchIntent, type Intent, type Recognition } from '../intent.js';
import type { PlannedCall } from '../plan.js';
import { joined } from '../recognise/clause.js';

/** What the script did to understand the message and what it does next, in the form in which models summarise their reasoning. */
export function reasoningSummary(recognition: Recognition, calls: readonly PlannedCall[]): string[] {
  const found = joined(recognition.intents.map(described));
  const understood = `**Reading the message**\n\nI compare the message with the phrasings that I know. It ${recognition.intents.length > 1 ? 'holds several things' : 'is clear enough'}: ${found}.`;
  const names = joined([...new Set(calls.map((call) => `\`${call.name}\``))]);
  const next =
    calls.length > 0
      ? `**Choosing the next step**\n\nThis needs ${names}. I call ${calls.length > 1 ? 'them' : 'it'} first and answer with what comes back.`
      : '**Choosing the next step**\n\nNo tool is needed for this, so I can answer right away.';
  return [understood, next];
}

function described(intent: Intent): string {
  return matchIntent(intent, {
    fact: ({ summary }) => `a fact to keep ("${summary}")`,
    secret: () => 'something secret that I should not keep',
    theme: ({ theme }) => `a wish for the ${theme} theme`,
    weather: ({ location }) => `a question about the weather${location === null ? ', without a place' : ` in ${location}`}`,
    recall: ({ about }) => `a question about ${about === null ? 'everything that is known' : 'one saved fact'}`,
    forget: () => 'a wish to have something forgotten',
    topic: ({ topic }) => `a question about ChatKit (${topic})`,
    talk: ({ talk }) => `small talk (${talk})`,
    tour: () => 'a wish to be shown around',
    questions: () => 'a wish to be asked something',
    troubleshoot: () => 'something that does not work',
    idea: () => 'an idea for a feature',
    story: ({ words }) => `a wish for about ${words} words`,
    count: ({ to }) => `a wish to count to ${to}`,
    unknown: () => 'something that I have no answer for, which I should say openly',
  });
}
