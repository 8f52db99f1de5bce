import { structuredInputItemSchema, structuredInputSubmissionSchema } from '@frontdesk/chatkit-protocol';
import { answeredInput } from './structured-answers.js';

const item = structuredInputItemSchema.parse({
  id: 'msg_1',
  thread_id: 'thr_1',
  created_at: '2026-11-22T10:00:00.000Z',
  type: 'structured_input',
  inputs: [
    { type: 'multiple_choice', id: 'one', question: 'One?', options: [{ value: 'a' }, { value: 'b' }] },
    { type: 'multiple_choice', id: 'many', question: 'Many?', options: [{ value: 'a' }, { value: 'b' }], multiple: true },
    { type: 'freeform', id: 'free', question: 'Free?' },
  ],
});
const answers = (submission: object) => {
  const answered = answeredInput(item, structuredInputSubmissionSchema.parse(submission));
  return { status: answered.status, ...Object.fromEntries(answered.inputs.map(({ id, answer }) => [id, answer?.skipped === true ? 'skipped' : answer?.values])) };
};

it.each([
  ['all', { answers: { one: { values: ['c'] }, many: { values: ['a', 'b'] }, free: { values: ['x', 'y'] } } }, { status: 'answered', one: ['c'], many: ['a', 'b'], free: ['x', 'y'] }],
  ['two values where one is asked for', { answers: { one: { values: ['b', 'a'] } } }, { status: 'answered', one: ['b'], many: 'skipped', free: 'skipped' }],
  ['nothing', {}, { status: 'answered', one: 'skipped', many: 'skipped', free: 'skipped' }],
  ['no values', { answers: { free: { values: [] } } }, { status: 'answered', one: 'skipped', many: 'skipped', free: 'skipped' }],
  ['one as skipped in spite of its values', { answers: { free: { values: ['x'], skipped: true } } }, { status: 'answered', one: 'skipped', many: 'skipped', free: 'skipped' }],
  ['a question that was not asked', { answers: { toString: { values: ['x'] }, other: { values: ['y'] } } }, { status: 'answered', one: 'skipped', many: 'skipped', free: 'skipped' }],
  ['the whole as skipped', { status: 'skipped', answers: { one: { values: ['a'] } } }, { status: 'skipped', one: 'skipped', many: 'skipped', free: 'skipped' }],
])('answers %s', (_name, submission, expected) => expect(answers(submission)).toEqual(expected));
