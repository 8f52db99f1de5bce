import type { Intent, Recognition } from '../intent.js';
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
  switch (intent.kind) {
    case 'fact':
      return `a fact to keep ("${intent.summary}")`;
    case 'secret':
      return 'something secret that I should not keep';
    case 'theme':
      return `a wish for the ${intent.theme} theme`;
    case 'weather':
      return intent.location === null ? 'a question about the weather, without a place' : `a question about the weather in ${intent.location}`;
    case 'recall':
      return intent.about === null ? 'a question about everything that is known' : 'a question about one saved fact';
    case 'forget':
      return 'a wish to have something forgotten';
    case 'topic':
      return `a question about ChatKit (${intent.topic})`;
    case 'talk':
      return `small talk (${intent.talk})`;
    case 'troubleshoot':
      return 'something that does not work';
    case 'idea':
      return 'an idea for a feature';
    case 'story':
      return `a wish for about ${intent.words} words`;
    case 'count':
      return `a wish to count to ${intent.to}`;
    case 'unknown':
      return 'something that I have no answer for, which I should say openly';
  }
}
