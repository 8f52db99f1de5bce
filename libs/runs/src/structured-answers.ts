import type { StructuredAnswer, StructuredInput, StructuredInputItem, StructuredInputSubmission } from '@frontdesk/chatkit-protocol';

/**
 * The item once its questions are answered (section 1.16 of the protocol reference). A question without an answer was skipped;
 * answers to questions that were not asked are dropped. Values need not be among the options: the form has room for one's own.
 */
export function answeredInput(item: StructuredInputItem, submission: StructuredInputSubmission): StructuredInputItem {
  return { ...item, status: submission.status, inputs: item.inputs.map((input) => ({ ...input, answer: answerTo(input, submission) })) };
}

function answerTo(input: StructuredInput, { status, answers }: StructuredInputSubmission): StructuredAnswer {
  const given = Object.hasOwn(answers, input.id) ? answers[input.id] : undefined;
  if (status === 'skipped' || given === undefined || given.skipped || given.values.length === 0) {
    return { values: [], skipped: true };
  }
  const isSingle = input.type === 'multiple_choice' && !input.multiple;
  return { values: isSingle ? given.values.slice(0, 1) : given.values, skipped: false };
}
