import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import { PNG } from '../harness/pictures.js';

type Input = Readonly<Record<string, unknown>>;

/** A thread with these items behind a first message and its answer, and what the model is given with the next message. */
async function inputWith(
  house: House,
  items: ReadonlyArray<Input>,
  message: Readonly<Record<string, unknown>> = {},
): Promise<ReadonlyArray<Input>> {
  const first = await house.ada.open('threads.create', { input: house.model.scene(turn(saysAtOnce('before'))).message('first') });
  await first.all();
  for (const [index, { type, ...data }] of items.entries()) {
    await house.prepare('INSERT INTO thread_items (thread_id, id, type, data) VALUES ($1, $2, $3, $4)', [
      first.threadId,
      `item_${index}`,
      type,
      data,
    ]);
  }
  const scene = house.model.scene();
  await house.ada.stream('threads.add_user_message', { thread_id: first.threadId, input: scene.message('last', message) });
  return scene.lastInput.slice(2);
}

const textOf = (input: Input | undefined): string => JSON.stringify(input?.['content'] ?? '');

export const modelInput: Area = {
  title: 'R. History to model input',
  cases: (the) => {
    the('R1 a quote is spoken of for the newest message alone', async (house) => {
      const quoting = {
        type: 'user_message',
        content: [{ type: 'input_text', text: 'older' }],
        attachments: [],
        quoted_text: 'old words',
        inference_options: {},
      };
      const input = await inputWith(house, [quoting], { quoted_text: 'new words' });
      expect(input).toHaveLength(3);
      expect(JSON.stringify(input)).not.toContain('old words');
      expect(textOf(input[2])).toContain('new words');
    });

    the('R2 an assistant message of two parts and a widget: one item each, the widget with its id and its tree', async (house) => {
      const text = (value: string) => ({ type: 'output_text', text: value, annotations: [] });
      const input = await inputWith(house, [
        { type: 'assistant_message', content: [text('one'), text('two')] },
        { type: 'widget', widget: { type: 'Card', children: [{ type: 'Text', value: 'Hi' }] } },
      ]);
      expect(input).toHaveLength(3);
      expect(input[0]).toMatchObject({ role: 'assistant', content: [{ text: 'one' }, { text: 'two' }] });
      expect(textOf(input[1])).toContain('item_1');
      expect(textOf(input[1])).toContain(String.raw`{\"type\":\"Card\",\"children\":[{\"type\":\"Text\",\"value\":\"Hi\"}]}`);
      expect(JSON.stringify(input)).not.toContain('created_at');
    });

    the('R3 an earlier call of a tool of the server is not in the next turn', async (house) => {
      const { ada, model, tools } = house;
      const first = await ada.open('threads.create', { input: model.scene(turn(tools.acts()), turn(saysAtOnce('done'))).message() });
      await first.all();
      const scene = model.scene();
      await ada.stream('threads.add_user_message', { thread_id: first.threadId, input: scene.message('next') });
      expect(scene.lastInput.map((item) => item['type'] ?? 'message')).toEqual(['message', 'message', 'message']);
    });

    the('R4 a tag is written with @ and described, without a converter of an integrator', async (house) => {
      const scene = house.model.scene();
      await house.ada.stream('threads.create', {
        input: {
          content: [
            { type: 'input_text', text: scene.text('Ask') },
            { type: 'input_tag', id: 'u1', text: 'ann', data: { n: null } },
          ],
          attachments: [],
          inference_options: {},
        },
      });
      expect(textOf(scene.lastInput[0])).toContain('@ann');
      expect(textOf(scene.lastInput[1])).toContain('u1');
    });

    the('R5 a picture is given with its address; one that never came is not there', async (house) => {
      const url = 'data:image/png;base64,iVBORw0KGgo=';
      const input = await inputWith(house, [{ type: 'generated_image', image: { id: 'ig', url } }, { type: 'generated_image' }]);
      expect(input).toHaveLength(2);
      expect(input[0]).toMatchObject({ role: 'user', content: [{ type: 'input_text' }, { type: 'input_image', image_url: url }] });
    });

    the('R6 hidden context is given in its wrapper, text or not', async (house) => {
      const input = await inputWith(house, [
        { type: 'hidden_context_item', content: 'prefers tea' },
        { type: 'hidden_context_item', content: { a: [null] } },
      ]);
      expect(textOf(input[0])).toContain(String.raw`<HiddenContext>\nprefers tea\n</HiddenContext>`);
      expect(textOf(input[1])).toContain(String.raw`{\"a\":[null]}`);
    });

    the('R7 a pending call is not there', async (house) => {
      const input = await inputWith(house, [{ type: 'client_tool_call', status: 'pending', call_id: 'c7', name: 'n', arguments: {} }]);
      expect(JSON.stringify(input)).not.toContain('c7');
    });

    the('R8 a completed call and its output are two items of one call', async (house) => {
      const input = await inputWith(house, [
        { type: 'client_tool_call', status: 'completed', call_id: 'c8', name: 'n', arguments: { a: null }, output: { ok: true } },
      ]);
      expect(input.slice(0, 2)).toMatchObject([
        { type: 'function_call', call_id: 'c8', name: 'n', arguments: '{"a":null}' },
        { type: 'function_call_output', call_id: 'c8', output: '{"ok":true}' },
      ]);
    });

    the('R9 a tag that is there twice is described once, in the order of first mention', async (house) => {
      const scene = house.model.scene();
      const tag = (text: string, id: string) => ({ type: 'input_tag', id, text, data: {} });
      await house.ada.stream('threads.create', {
        input: {
          content: [{ type: 'input_text', text: scene.text('Ask') }, tag('ann', 't1'), tag('bob', 't2'), tag('ann', 't3')],
          attachments: [],
          inference_options: {},
        },
      });
      const described = textOf(scene.lastInput[1]);
      expect(described).toMatch(/t1.*t2/);
      expect(described).not.toContain('t3');
    });

    the('R10 every custom task of a workflow is a message; thoughts and markers are none', async (house) => {
      const input = await inputWith(house, [
        {
          type: 'workflow',
          workflow: {
            type: 'custom',
            tasks: [
              { type: 'custom', title: 'Booked', content: 'seat 4' },
              { type: 'custom', title: 'Paid' },
              { type: 'thought', content: 'hm' },
            ],
          },
        },
        { type: 'workflow', workflow: { type: 'reasoning', tasks: [{ type: 'thought', content: 'hm' }] } },
        { type: 'end_of_turn' },
      ]);
      expect(input).toHaveLength(3);
      expect(textOf(input[0])).toContain('Booked: seat 4');
      expect(textOf(input[1])).toContain('Paid');
    });

    the('R11 a single task is told as one of a workflow', async (house) => {
      const input = await inputWith(house, [
        { type: 'task', task: { type: 'custom', title: 'Alone' } },
        { type: 'task', task: { type: 'custom' } },
      ]);
      expect(input).toHaveLength(2);
      expect(textOf(input[0])).toContain(String.raw`<Task>\nAlone\n</Task>`);
    });

    the('R12 answers to questions are told with their questions', async (house) => {
      const input = await inputWith(house, [
        {
          type: 'structured_input',
          status: 'answered',
          inputs: [
            {
              type: 'multiple_choice',
              id: 'q1',
              question: 'Which?',
              options: [{ value: 'A' }],
              answer: { values: ['A', 'B'], skipped: false },
            },
            { type: 'freeform', id: 'q2', question: 'Why?', answer: { values: [], skipped: true } },
          ],
        },
      ]);
      expect(textOf(input[0])).toContain(String.raw`Which?: A, B\nWhy?: (skipped)`);
    });

    the('R13 files are given without a converter of an integrator: pictures, documents, and the rest by name', async ({ ada, model }) => {
      const picture = await ada.upload('dot.png', 'image/png', new Uint8Array(Buffer.from(PNG, 'base64')));
      const text = await ada.upload('notes.txt', 'text/plain', 'Buy tea');
      const bytes = await ada.upload('data.bin', 'application/octet-stream', new Uint8Array([0, 1, 255]));
      const scene = model.scene();
      await ada.stream('threads.create', { input: scene.message('look', { attachments: [picture.id, text.id, bytes.id] }) });
      const content = scene.lastInput[0]?.['content'];
      expect(content).toEqual([
        { type: 'input_text', text: expect.stringContaining('look') },
        { type: 'input_text', text: '[Attached image: dot.png]' },
        { type: 'input_image', image_url: expect.stringMatching(/^data:image\/jpeg;base64,/), detail: 'auto' },
        { type: 'input_file', file_data: `data:text/plain;base64,${Buffer.from('Buy tea').toString('base64')}`, filename: 'notes.txt' },
        { type: 'input_text', text: expect.stringMatching(/^\[Attached file: data\.bin/) },
      ]);
    });

    the('R14 citations are not sent back', async (house) => {
      const annotation = { type: 'annotation', source: { type: 'url', title: 't', url: 'https://cited.example' }, index: 1 };
      const input = await inputWith(house, [
        { type: 'assistant_message', content: [{ type: 'output_text', text: 'x', annotations: [annotation] }] },
      ]);
      expect(JSON.stringify(input)).not.toContain('cited.example');
    });

    the('R15 a completed call without output has the output null', async (house) => {
      const input = await inputWith(house, [{ type: 'client_tool_call', status: 'completed', call_id: 'c15', name: 'n', arguments: {} }]);
      expect(input[1]).toMatchObject({ type: 'function_call_output', output: 'null' });
    });
  },
};
