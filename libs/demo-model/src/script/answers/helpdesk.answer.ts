import { QUESTIONS } from '../known-facts.js';
import type { Outcome } from '../tool-outcome.js';

interface Check {
  readonly when: RegExp;
  readonly title: string;
  readonly steps: readonly string[];
}

const CHECKS: readonly Check[] = [
  {
    when: /\b(?:401|unauthori[sz]ed|expired|client[_ ]secret|session)\b/i,
    title: 'This looks like a session that is missing or has run out',
    steps: [
      'Open the network panel and look at `POST /api/chatkit/session`: it must answer 200 with a `client_secret`.',
      '`getClientSecret` must return that string, and must ask the server again when it is called with an old one.',
      'Compare the clocks of server and browser; a secret is good for minutes only.',
    ],
  },
  {
    when: /\b(?:cors|blocked|origin|preflight)\b/i,
    title: 'This looks like the browser refusing a request to another origin',
    steps: [
      'Serve the page and the API from one origin, or let the server answer the preflight for yours.',
      'Allow the headers `content-type`, `authorization` and `accept-language`.',
      'Look for a proxy that answers `OPTIONS` itself.',
    ],
  },
  {
    when: /\b(?:stream|streaming|stops? mid|hangs?|stuck|slow|cut off|disconnects?|reconnect)/i,
    title: 'This looks like a stream that does not get through',
    steps: [
      'Switch off buffering in the proxy (`proxy_buffering off` in nginx) and compression for `text/event-stream`.',
      'Raise its read timeout above the time that the longest answer takes.',
      'Try the server directly: `curl -N` must show the events one by one.',
    ],
  },
  {
    when: /\b(?:blank|empty|white|(?:load|appear|show|render|open|start)(?:s|ing)?)\b/i,
    title: 'This looks like an element that does not start',
    steps: [
      'Give the element a height: `<ChatKit control={control} className="h-[600px] w-[320px]" />`.',
      "Check that the ChatKit script is loaded, and that the page's content security policy allows it.",
      'Read the console: `onError` names an option that is wrong.',
    ],
  },
];

const GENERAL: Check = {
  when: /./,
  title: 'I do not know this symptom, but these checks find most causes',
  steps: [
    'The browser console: errors that `onError` received.',
    'The network panel: the status of `/api/chatkit/session` and of `POST /chatkit`.',
    "The server's log, searched for the request's id from the response headers.",
  ],
};

/** "Help me fix an issue", and then the symptom. */
export function troubleshootAnswer(symptom: string | null): string {
  if (symptom === null) {
    return `Happy to help. ${QUESTIONS.issue} These details narrow it down fastest:

1. **Where** it happens: which page, which browser, since when
2. **What** you did just before
3. **The exact message**, from the page or the browser's console

Frequent causes, for a first look:

| Symptom | Look at |
| --- | --- |
| The chat stays blank | height of the element, script loading, content security policy |
| \`401\` | the session endpoint and \`getClientSecret\` |
| The answer stops midway | buffering or timeouts in a proxy |
| A tool does nothing | \`onClientTool\` must return a value for every tool |`;
  }
  const check = CHECKS.find((one) => one.when.test(symptom)) ?? GENERAL;
  return `${check.title}. In this order I would check:

${check.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}

I am a script that knows a few symptoms, so take this as a checklist rather than a diagnosis.`;
}

/** "I have an idea", and then the idea. */
export function ideaAnswer(idea: string | null): string {
  if (idea === null) {
    return `I'd like to hear it. ${QUESTIONS.idea} A good request answers:

- **Who** is it for?
- **What** can they not do today?
- **How** would you notice that it works?

Describe it in a sentence or two, and I will put it into a form that can be passed on.`;
  }
  return `Here is your idea in a form that can be passed on:

> **Request:** ${idea.replace(/[.!?]*$/, '.')}
>
> **For whom:** _to be filled in_
>
> **Done when:** _one sentence that can be checked_

I have not filed it anywhere, since I have no tool for that: please copy it to your team's tracker.`;
}

export const caseAnswer = (outcome: Outcome | 'no-tool'): string =>
  outcome !== 'no-tool' && outcome.ok
    ? 'I have opened a case for you; the card above shows how it reads to the team. Somebody will be in touch.'
    : 'The case could not be opened. Please try again in a moment.';
