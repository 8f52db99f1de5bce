import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { kindsOf, type Frame } from '../harness/person.js';
import { effect } from '../harness/scripted-tools.js';

const INPUTS = [
  { type: 'multiple_choice', id: 'q1', question: 'Which?', options: [{ value: 'A' }, { value: 'B' }] },
  { type: 'multiple_choice', id: 'q2', question: 'Which ones?', options: [{ value: 'A' }, { value: 'B' }], multiple: true },
  { type: 'freeform', id: 'q3', question: 'Why?' },
];

/** A thread that asks, and the questions as they came. */
async function asked({ ada, model, tools }: House) {
  const scene = model.scene(turn(tools.acts(effect('structured_input', { inputs: INPUTS }))), turn(saysAtOnce('Thank you.')));
  const answer = await ada.open('threads.create', { input: scene.message() });
  const frames = await answer.all();
  return { scene, frames, thread_id: answer.threadId, item: frames.at(-1).item };
}

/** The questions as they are after this submission. */
async function submit(house: House, input: Readonly<Record<string, unknown>>) {
  const { scene, thread_id, item } = await asked(house);
  const frames = await house.ada.stream('threads.add_structured_input', { thread_id, item_id: item.id, input });
  const replaced = frames.find(({ type }) => type === 'thread.item.replaced').item;
  const answers = Object.fromEntries(replaced.inputs.map(({ id, answer }: Frame) => [id, answer]));
  return { scene, frames, thread_id, item: replaced, answers };
}

const SKIPPED = { values: [], skipped: true };
const given = (...values: string[]) => ({ values, skipped: false });

export const questions: Area = {
  title: 'I. Structured input',
  cases: (the) => {
    the('I1 answers, one of them not among the options: stored and shown, and the agent goes on', async (house) => {
      const { scene, frames, thread_id, item, answers } = await submit(house, {
        answers: { q1: { values: ['C'] }, q2: { values: ['A'] }, q3: { values: ['Because.'] } },
      });
      expect(item.status).toBe('answered');
      expect(answers).toEqual({ q1: given('C'), q2: given('A'), q3: given('Because.') });
      expect((await house.ada.items(thread_id)).find(({ id }) => id === item.id)).toEqual(item);
      expect(frames.at(-1).item.content[0].text).toBe('Thank you.');
      expect(JSON.stringify(scene.lastInput)).toContain('Because.');
    });

    the('I2 a question without an answer is skipped, the others are kept', async (house) => {
      const { answers } = await submit(house, { answers: { q1: { values: ['A'] } } });
      expect(answers).toEqual({ q1: given('A'), q2: SKIPPED, q3: SKIPPED });
    });

    the('I3 an unknown question is ignored', async (house) => {
      const { answers } = await submit(house, { answers: { q9: { values: ['x'] }, q1: { values: ['A'] } } });
      expect(Object.keys(answers)).toEqual(['q1', 'q2', 'q3']);
    });

    the('I4 of two values for a single choice the first counts', async (house) => {
      const { item, answers } = await submit(house, { answers: { q1: { values: ['B', 'A'] } } });
      expect([answers['q1'], item.status]).toEqual([given('B'), 'answered']);
    });

    the('I5 a multiple choice keeps all values', async (house) => {
      expect((await submit(house, { answers: { q2: { values: ['B', 'A'] } } })).answers['q2']).toEqual(given('B', 'A'));
    });

    the('I6 a submission that is skipped drops all values', async (house) => {
      const { item, answers } = await submit(house, { status: 'skipped', answers: { q1: { values: ['A'] } } });
      expect([item.status, answers]).toEqual(['skipped', { q1: SKIPPED, q2: SKIPPED, q3: SKIPPED }]);
    });

    the('I7 an answer that is skipped has no values', async (house) => {
      expect((await submit(house, { answers: { q1: { values: ['A'], skipped: true } } })).answers['q1']).toEqual(SKIPPED);
    });

    the('I8 an answer without values is skipped', async (house) => {
      expect((await submit(house, { answers: { q3: { values: [] } } })).answers['q3']).toEqual(SKIPPED);
    });

    the('I9 a free answer keeps all its values', async (house) => {
      expect((await submit(house, { answers: { q3: { values: ['x', 'y'] } } })).answers['q3']).toEqual(given('x', 'y'));
    });

    the('I10 an empty submission is answered, with everything skipped', async (house) => {
      const { item, answers } = await submit(house, {});
      expect([item.status, answers]).toEqual(['answered', { q1: SKIPPED, q2: SKIPPED, q3: SKIPPED }]);
    });

    the('I11 a second submission fails, without a frame', async (house) => {
      const { thread_id, item } = await submit(house, {});
      const reply = await house.ada.ask('threads.add_structured_input', { thread_id, item_id: item.id, input: {} });
      expect([reply.status, reply.body.error.param]).toEqual([409, 'params.item_id']);
    });

    the('I12 an item that asks nothing fails', async (house) => {
      const { thread_id, frames } = await asked(house);
      const reply = await house.ada.ask('threads.add_structured_input', { thread_id, item_id: frames[1].item.id, input: {} });
      expect([reply.status, reply.body.error.param]).toEqual([400, 'params.item_id']);
    });

    the('I13 an unknown thread or item fails', async (house) => {
      const { thread_id, item } = await asked(house);
      const replies = [
        await house.ada.ask('threads.add_structured_input', { thread_id, item_id: 'msg_none', input: {} }),
        await house.bob.ask('threads.add_structured_input', { thread_id, item_id: item.id, input: {} }),
      ];
      expect(replies.map(({ status }) => status)).toEqual([404, 404]);
    });

    the('I14 options, then the questions as they are answered, then the agent', async (house) => {
      const { frames } = await submit(house, { answers: { q1: { values: ['A'] } } });
      expect(kindsOf(frames)).toEqual(['stream_options', 'replaced structured_input', 'done assistant_message']);
    });

    the('I15 questions that wait have no answers, and say whether several may be chosen', async (house) => {
      const { frames, item } = await asked(house);
      expect(kindsOf(frames).at(-1)).toBe('done structured_input');
      expect(item).toMatchObject({ id: expect.stringMatching(/^msg_/), status: 'pending' });
      expect(item.inputs).toEqual([{ ...INPUTS[0], multiple: false }, INPUTS[1], INPUTS[2]]);
    });
  },
};
