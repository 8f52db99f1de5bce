import type { Action, StructuredInputSubmission, UserMessageContent, UserMessageInput } from '@frontdesk/chatkit-protocol';
import { FrontdeskError } from '@frontdesk/contracts';

/** How much of each thing one request may carry. The body as a whole is bounded by BODY_LIMIT_BYTES. */
export const LIMITS = {
  titleCharacters: 200,
  /** All text parts of a message together. A model reads all of it, and everybody pays for that. */
  messageCharacters: 32_000,
  contentParts: 100,
  quotedCharacters: 8_000,
  /** A tag's free data, as JSON. */
  tagDataCharacters: 8_000,
  /** A client tool's output, as JSON; the model reads it. */
  toolOutputCharacters: 100_000,
  feedbackItems: 100,
  /** All answers of one form together; the model reads them. */
  answerCharacters: 32_000,
  answers: 100,
  actionTypeCharacters: 100,
  /** An action's payload, as JSON, the fields of its form included. */
  actionPayloadCharacters: 32_000,
} as const;

/** @throws FrontdeskError invalid_request naming the field */
export function checkTitle(title: string): void {
  atMost(title.length, LIMITS.titleCharacters, 'characters', 'params.title');
}

/** @throws FrontdeskError invalid_request naming the field */
export function checkMessage(input: UserMessageInput): void {
  atMost(input.content.length, LIMITS.contentParts, 'parts', 'params.input.content');
  atMost(sum(input.content.map((part) => part.text.length)), LIMITS.messageCharacters, 'characters', 'params.input.content');
  input.content.forEach(checkTag);
  atMost(input.quoted_text?.length ?? 0, LIMITS.quotedCharacters, 'characters', 'params.input.quoted_text');
}

/** @throws FrontdeskError invalid_request naming the field */
export function checkToolOutput(result: unknown): void {
  atMost(JSON.stringify(result).length, LIMITS.toolOutputCharacters, 'characters as JSON', 'params.result');
}

/** @throws FrontdeskError invalid_request naming the field */
export function checkFeedback(itemIds: readonly string[]): void {
  atMost(itemIds.length, LIMITS.feedbackItems, 'items', 'params.item_ids');
}

/** @throws FrontdeskError invalid_request naming the field */
export function checkSubmission({ answers }: StructuredInputSubmission): void {
  const given = Object.values(answers);
  atMost(given.length, LIMITS.answers, 'answers', 'params.input.answers');
  const values = given.flatMap((answer) => answer.values);
  atMost(sum(values.map((value) => value.length + 1)), LIMITS.answerCharacters, 'characters', 'params.input.answers');
}

/** @throws FrontdeskError invalid_request naming the field */
export function checkAction({ type, payload }: Action): void {
  atMost(type.length, LIMITS.actionTypeCharacters, 'characters', 'params.action.type');
  atMost(JSON.stringify(payload).length, LIMITS.actionPayloadCharacters, 'characters as JSON', 'params.action.payload');
}

function checkTag(part: UserMessageContent, index: number): void {
  if (part.type === 'input_tag') {
    atMost(JSON.stringify(part.data).length, LIMITS.tagDataCharacters, 'characters as JSON', `params.input.content.${index}.data`);
  }
}

function atMost(size: number, limit: number, unit: string, param: string): void {
  if (size > limit) {
    throw new FrontdeskError('invalid_request', { detail: `${param} is too long: ${limit} ${unit} at most.`, param });
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
