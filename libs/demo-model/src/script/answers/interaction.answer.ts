import { isRecord } from '../../conversation/request-fields.schema.js';
import { TOPIC_IDS, type Language, type TopicId } from '../intent.js';
import type { Outcome } from '../tool-outcome.js';
import type { UsedAction } from '../used-action.js';
import { TOPICS } from './topics/topics.js';

/** What the script asks when somebody wants to be asked. */
export const FORM = [
  {
    question: 'What are you building?',
    options: ['A help desk', 'A shop assistant', 'An internal tool', 'Something else'],
    multiple: true,
  },
  { question: 'Where will it run?', options: ['In our own network', 'In a cloud', 'Not decided yet'] },
  { question: 'What matters most to you?' },
] as const;

export function tourAnswer(outcome: Outcome | 'no-tool', language: Language): string {
  const german = language === 'de';
  if (outcome === 'no-tool' || !outcome.ok) {
    return german ? 'Ich habe hier keine Karte, die ich zeigen könnte.' : 'I have no card to show here.';
  }
  return german
    ? 'Such dir einen Halt aus: Die Knöpfe auf der Karte führen hin.'
    : 'Pick a stop: the buttons on the card take you there, and the card remembers where you have been.';
}

export function questionsAnswer(outcome: Outcome | 'no-tool', language: Language): string {
  const german = language === 'de';
  if (outcome === 'no-tool' || !outcome.ok) {
    return german ? 'Ich habe hier kein Formular.' : 'I have no form to ask with here.';
  }
  const lines = answersIn(outcome.value);
  if (!lines.some(({ values }) => values.length > 0)) {
    return german ? 'Kein Problem, dann eben nicht.' : 'No problem, we can leave it at that.';
  }
  const list = lines
    .map(({ question, values }) => `- ${question} ${values.length > 0 ? `**${values.join(', ')}**` : '*skipped*'}`)
    .join('\n');
  return german
    ? `Danke! Das habe ich verstanden:\n\n${list}`
    : `Thanks! This is what I understood:\n\n${list}\n\nA real model would go on from here.`;
}

interface Line {
  readonly question: string;
  readonly values: readonly string[];
}

function answersIn(value: unknown): Line[] {
  const output = isRecord(value) ? value['client_output'] : undefined;
  const answers: readonly unknown[] = isRecord(output) && Array.isArray(output['answers']) ? output['answers'] : [];
  return answers.filter(isRecord).map((answer) => ({
    question: String(answer['question']),
    values: Array.isArray(answer['values']) ? answer['values'].map(String) : [],
  }));
}

/** The answer to something that was done with a widget. */
export function actionAnswer({ type, payload }: UsedAction): string {
  const stop = isRecord(payload) ? payload['stop'] : undefined;
  const topic = TOPIC_IDS.find((id): id is TopicId => id === stop);
  return type === 'tour.show' && topic !== undefined
    ? TOPICS[topic].answer
    : `You used \`${type}\`. I am a script and have nothing to add to that.`;
}
