import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { atOnce, calls, draws, says, saysAtOnce, saysWith, then, thinks, turn, type ModelTurn } from '../harness/model-turns.js';
import { kindsOf, type Frame } from '../harness/person.js';
import { PNG } from '../harness/pictures.js';
import { effect, progress } from '../harness/scripted-tools.js';

/** The frames of the answer alone: what comes after the message of the user and the options. */
async function answerTo({ ada, model }: House, ...turns: ModelTurn[]) {
  const scene = model.scene(...turns);
  const answer = await ada.open('threads.create', { input: scene.message() });
  const frames = (await answer.all()).slice(3);
  return { frames, scene, threadId: answer.threadId };
}

const updates = (frames: readonly Frame[], type: string): Frame[] =>
  frames.filter((frame) => frame.update?.type === type).map(({ update }) => update);
const doneItems = (frames: readonly Frame[]): Frame[] => frames.filter(({ type }) => type === 'thread.item.done').map(({ item }) => item);

const FILE = { type: 'file_citation', file_id: 'f1', filename: 'guide.pdf', index: 3 };
const CONTAINER = { type: 'container_file_citation', container_id: 'c', file_id: 'f2', filename: 'out.csv', start_index: 0, end_index: 4 };
const URL_CITATION = { type: 'url_citation', url: 'https://e.com', title: 'E', start_index: 0, end_index: 5 };
const PATH = { type: 'file_path', file_id: 'f3', index: 1 };

const messages = (the: Parameters<Area['cases']>[0]): void => {
  the('Q1 a message begins, streams and ends under one id of our own', async (house) => {
    const { frames } = await answerTo(house, turn(saysWith({ id: 'msg_upstream' }, 'Hel', 'lo')));
    const ids = new Set(frames.map((frame) => frame.item?.id ?? frame.item_id));
    expect(ids.size).toBe(1);
    expect([...ids][0]).toMatch(/^msg_/);
    expect([...ids][0]).not.toBe('msg_upstream');
    expect(kindsOf(frames).at(0)).toBe('added assistant_message');
    expect(kindsOf(frames).at(-1)).toBe('done assistant_message');
  });

  the('Q2 what was streamed is what is stored', async (house) => {
    const { frames, threadId } = await answerTo(house, turn(says('Hel', 'lo')));
    expect((await house.ada.items(threadId)).at(-1)).toEqual(frames.at(-1).item);
  });

  the('Q3 text comes as text deltas that add up', async (house) => {
    const { frames } = await answerTo(house, turn(says('Hel', 'lo', ', world')));
    const deltas = updates(frames, 'assistant_message.content_part.text_delta');
    expect(deltas.map(({ delta }) => delta).join('')).toBe('Hello, world');
    deltas.forEach((update) => expect(update.content_index).toBe(0));
  });

  the('Q4 a part begins empty', async (house) => {
    const { frames } = await answerTo(house, turn(says('x')));
    expect(updates(frames, 'assistant_message.content_part.added')).toEqual([
      { type: 'assistant_message.content_part.added', content_index: 0, content: { type: 'output_text', text: '', annotations: [] } },
    ]);
  });

  the('Q5 a part ends with its whole text', async (house) => {
    const { frames } = await answerTo(house, turn(says('Hel', 'lo')));
    expect(updates(frames, 'assistant_message.content_part.done')).toMatchObject([
      { content_index: 0, content: { type: 'output_text', text: 'Hello' } },
    ]);
  });

  the('Q6 a citation of a file comes with its place in the text', async (house) => {
    const { frames } = await answerTo(house, turn(saysWith({ annotations: [FILE] }, 'Hello')));
    expect(updates(frames, 'assistant_message.content_part.annotation_added')).toEqual([
      {
        type: 'assistant_message.content_part.annotation_added',
        content_index: 0,
        annotation_index: 0,
        annotation: { type: 'annotation', source: { type: 'file', title: 'guide.pdf', filename: 'guide.pdf' }, index: 3 },
      },
    ]);
  });

  the('Q7 a citation that cannot be shown leaves no gap in the count', async (house) => {
    const { frames } = await answerTo(
      house,
      turn(saysWith({ annotations: [PATH, FILE, { ...FILE, filename: '' }, URL_CITATION] }, 'Hello')),
    );
    const added = updates(frames, 'assistant_message.content_part.annotation_added');
    expect(added.map(({ annotation_index, annotation }) => [annotation_index, annotation.source.type])).toEqual([
      [0, 'file'],
      [1, 'url'],
    ]);
  });

  the('Q10 the finished message has its file, container and URL citations, and no path', async (house) => {
    const search = { id: 'fs_1', type: 'file_search_call', status: 'completed', queries: ['x'], results: null };
    const { frames } = await answerTo(
      house,
      turn(atOnce(search), saysAtOnce({ type: 'output_text', text: 'cited', annotations: [FILE, CONTAINER, URL_CITATION, PATH] }, 'plain')),
    );
    const [message, ...others] = doneItems(frames);
    expect(others).toEqual([]);
    expect(message.content.map(({ annotations }: Frame) => annotations.map(({ source, index }: Frame) => [source.type, index]))).toEqual([
      [
        ['file', 3],
        ['file', 4],
        ['url', 5],
      ],
      [],
    ]);
  });

  the('Q14 a refusal is shown as text', async (house) => {
    const { frames } = await answerTo(house, turn(saysAtOnce({ type: 'refusal', refusal: 'I will not.' })));
    expect(doneItems(frames)[0].content[0]).toMatchObject({ type: 'output_text', text: 'I will not.' });
  });

  the('Q37 a model with one constant id for all messages gets distinct ids on the wire', async (house) => {
    const { frames, threadId } = await answerTo(
      house,
      turn(saysWith({ id: '__fake_id__' }, 'one'), saysWith({ id: '__fake_id__' }, 'two')),
    );
    const done = doneItems(frames);
    expect(done.map((item) => item.content[0].text)).toEqual(['one', 'two']);
    expect(new Set(done.map(({ id }) => id)).size).toBe(2);
    expect(await house.ada.items(threadId)).toHaveLength(3);
  });
};

const reasoning = (the: Parameters<Area['cases']>[0]): void => {
  the('Q16 the first thought streams; the second comes at its end', async (house) => {
    const { frames } = await answerTo(house, turn(thinks(['Th', 'ink'], ['Mo', 're']), says('ok')));
    expect(kindsOf(frames)[0]).toBe('added workflow');
    expect(frames[0].item.workflow).toEqual({ type: 'reasoning', tasks: [], expanded: false });
    const [first, second] = updates(frames, 'workflow.task.added');
    expect(first).toMatchObject({ task_index: 0, task: { type: 'thought', status_indicator: 'none' } });
    expect(second).toMatchObject({ task_index: 1, task: { type: 'thought', content: 'More' } });
    expect(updates(frames, 'workflow.task.updated').at(-1)).toMatchObject({ task_index: 0, task: { content: 'Think' } });
  });

  the('Q17 the workflow ends when the message begins, with the time that it took', async (house) => {
    const { frames } = await answerTo(house, turn(thinks(['Think']), says('ok')));
    const kinds = kindsOf(frames);
    expect(kinds.indexOf('done workflow')).toBe(kinds.indexOf('added assistant_message') - 1);
    const [workflow] = doneItems(frames);
    expect(workflow.workflow).toMatchObject({
      type: 'reasoning',
      expanded: false,
      summary: { duration: expect.any(Number) },
      tasks: [{ content: 'Think' }],
    });
  });

  the('Q22 reasoning without a summary is an empty workflow', async (house) => {
    const { frames } = await answerTo(house, turn(thinks(), says('ok')));
    expect(kindsOf(frames).slice(0, 2)).toEqual(['added workflow', 'done workflow']);
    expect(frames[1].item.workflow.tasks).toEqual([]);
  });

  the('Q23 two thoughts before a message share a workflow; one after it has its own', async (house) => {
    const { frames } = await answerTo(house, turn(thinks(['a']), thinks(['b']), says('one'), thinks(['c']), says('two')));
    const workflows = doneItems(frames).filter(({ type }) => type === 'workflow');
    expect(workflows.map(({ workflow }) => workflow.tasks.map(({ content }: Frame) => content))).toEqual([['a', 'b'], ['c']]);
  });

  the('Q36 two thoughts of one text are two tasks', async (house) => {
    const { frames } = await answerTo(house, turn(thinks(['same'], ['same']), says('ok')));
    expect(updates(frames, 'workflow.task.added').map(({ task_index }) => task_index)).toEqual([0, 1]);
    expect(doneItems(frames)[0].workflow.tasks).toHaveLength(2);
  });
};

const pictures = (the: Parameters<Area['cases']>[0]): void => {
  the('Q13 a picture begins without one and ends with it, under one id', async (house) => {
    const { frames } = await answerTo(house, turn(draws('ig_1', [], PNG), says('there')));
    const added = frames.find((frame) => frame.type === 'thread.item.added' && frame.item.type === 'generated_image');
    expect(added.item).not.toHaveProperty('image');
    const done = doneItems(frames).find(({ type }) => type === 'generated_image');
    expect(done.id).toBe(added.item.id);
    expect(done.image).toMatchObject({ id: 'ig_1', url: expect.stringMatching(/^(data:image\/png;base64,|https?:|\/)/) });
  });

  the('Q31 a picture that never comes is taken off the screen and not kept', async (house) => {
    const { frames, threadId } = await answerTo(house, turn(draws('ig_3', [], null), says('sorry')));
    const added = frames.find((frame) => frame.type === 'thread.item.added' && frame.item.type === 'generated_image');
    expect(frames.filter(({ type }) => type === 'thread.item.removed')).toEqual([{ type: 'thread.item.removed', item_id: added.item.id }]);
    expect((await house.ada.items(threadId)).map(({ type }) => type)).toEqual(['user_message', 'assistant_message']);
  });
};

const tools = (the: Parameters<Area['cases']>[0]): void => {
  the('Q26 progress and a widget of a tool come before the message', async (house) => {
    const widget = { type: 'Card', children: [{ type: 'Text', value: '21°' }] };
    const { frames } = await answerTo(
      house,
      turn(house.tools.acts(progress('Looking'), effect('widget', { widget, copy_text: '21 degrees' }))),
      turn(saysAtOnce('Warm.')),
    );
    expect(kindsOf(frames)).toEqual(['progress_update', 'done widget', 'done assistant_message']);
    expect(frames[1].item).toMatchObject({ id: expect.stringMatching(/^msg_/), widget, copy_text: '21 degrees' });
  });

  the('Q27 a tool that fails is the model’s to explain, and no error of the stream', async (house) => {
    const { frames, scene } = await answerTo(
      house,
      turn(house.tools.actsWith({ deeds: [], failure: { code: 'tool_failed', message: 'The oven is cold.' } })),
      turn(saysAtOnce('It failed.')),
    );
    expect(kindsOf(frames)).toEqual(['done assistant_message']);
    expect(JSON.stringify(scene.lastInput)).toContain('The oven is cold.');
  });

  the('Q28 too many turns: what was shown stays, and an error ends the stream', async (house) => {
    const endless = Array.from({ length: 40 }, () => turn(house.tools.acts()));
    const { frames, threadId } = await answerTo(house, turn(says('Let me see.'), house.tools.acts()), ...endless);
    expect(frames.at(-1)).toMatchObject({ type: 'error', allow_retry: true });
    expect((await house.ada.items(threadId)).map(({ type }) => type)).toEqual(['user_message', 'assistant_message']);
  });

  the('Q29 thoughts before a client tool call are kept once, and the next turn goes on', async (house) => {
    const asking = house.tools.acts(effect('client_tool', { name: 'ask', arguments: {} }));
    const { threadId } = await answerTo(house, turn(thinks(['before']), asking), turn(thinks(['after']), says('ok')));
    const resumed = await house.ada.stream('threads.add_client_tool_output', { thread_id: threadId, result: 1 });
    expect(kindsOf(resumed).at(-1)).toBe('done assistant_message');
    const items = await house.ada.items(threadId);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const thoughts = items
      .filter(({ type }) => type === 'workflow')
      .flatMap(({ workflow }) => workflow.tasks.map(({ content }: Frame) => content));
    expect(thoughts).toEqual(['before', 'after']);
  });

  the('Q30 calls without ids of the model’s get ids of their own', async (house) => {
    const { frames } = await answerTo(
      house,
      turn(house.tools.actsWith({ deeds: [effect('client_tool', { name: 'ask', arguments: {} })] }, { id: '', callId: '' })),
    );
    const call = frames.at(-1).item;
    expect(call).toMatchObject({ type: 'client_tool_call', status: 'pending', id: expect.stringMatching(/^tc_/) });
    expect(call.call_id).not.toBe('');
    expect(call.call_id).not.toBe(call.id);
  });

  the('Q38 a call of a tool that there is not is answered to the model', async (house) => {
    const { frames, scene } = await answerTo(house, turn(calls('no_such_tool', {}, { callId: 'call_q38' })), turn(saysAtOnce('I cannot.')));
    expect(kindsOf(frames)).toEqual(['done assistant_message']);
    expect(JSON.stringify(scene.lastInput)).toContain('call_q38');
  });

  the('Q39 a model whose connection breaks ends in an error, and what was unfinished goes', async (house) => {
    const broken = () => turn((index) => ({ steps: says('Hel', 'lo')(index).steps.slice(0, 3) }), then('break'));
    const { frames, threadId } = await answerTo(house, ...Array.from({ length: 10 }, broken));
    expect(frames.at(-1)).toMatchObject({ type: 'error', allow_retry: true });
    const added = frames.filter(({ type }) => type === 'thread.item.added').map(({ item }) => item.id);
    const removed = frames.filter(({ type }) => type === 'thread.item.removed').map(({ item_id }) => item_id);
    expect(removed).toEqual(added);
    expect(await house.ada.items(threadId)).toHaveLength(1);
  });
};

export const agentEvents: Area = {
  title: 'Q. Agent run to events',
  cases: (the) => {
    messages(the);
    reasoning(the);
    pictures(the);
    tools(the);
  },
};
