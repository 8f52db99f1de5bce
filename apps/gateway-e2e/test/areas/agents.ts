import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { calls, draws, says, saysAtOnce, saysWith, thinks, turn, type ModelTurn } from '../harness/model-turns.js';
import { kindsOf, type Frame } from '../harness/person.js';
import { effect } from '../harness/scripted-tools.js';

/** What one of the agents for tests streams behind the options, and the thread as it is kept. */
async function answered(house: House, agent: string, turns: readonly ModelTurn[], text = 'hi') {
  const person = await house.visitorOf(agent);
  const scene = house.model.scene(...turns);
  const answer = await person.open('threads.create', { input: scene.message(text) });
  const frames = (await answer.all()).slice(3);
  return { frames, scene, threadId: answer.threadId, items: await person.items(answer.threadId), person };
}

const FILE = { type: 'file_citation', file_id: 'f1', filename: 'guide.pdf', index: 3 };
const sources = (frames: readonly Frame[]): string[][] => [
  frames.filter(({ update }) => update?.annotation !== undefined).map(({ update }) => update.annotation.source.title),
  frames.at(-1).item.content[0].annotations.map(({ source }: Frame) => source.title),
];

const citations = (the: Parameters<Area['cases']>[0]): void => {
  the('Q8 a citation in the other shape that servers have is one, too', async (house) => {
    const nested = { type: 'url_citation', url_citation: { url: 'https://e.com', title: 'E', end_index: 5 } };
    const { frames } = await answered(house, 'guide', [turn(saysWith({ annotations: [nested] }, 'Hello'))]);
    expect(sources(frames)).toEqual([['E'], ['E']]);
    expect(frames.at(-1).item.content[0].annotations).toEqual([
      { type: 'annotation', source: { type: 'url', title: 'E', url: 'https://e.com' }, index: 5 },
    ]);
  });

  the('Q9 an agent shows citations in its own way, streamed and final', async (house) => {
    const { frames } = await answered(house, 'citing', [turn(saysWith({ annotations: [FILE] }, 'Hello'))]);
    expect(sources(frames)).toEqual([['GUIDE.PDF'], ['GUIDE.PDF']]);
  });
};

const guardrails = (the: Parameters<Area['cases']>[0]): void => {
  /** What was announced as an item is taken back, whether it was finished or not. */
  const takenBack = (frames: readonly Frame[]): void => {
    const shown = new Set(frames.filter(({ item }) => item !== undefined).map(({ item }) => item.id));
    const removed = frames.filter(({ type }) => type === 'thread.item.removed').map(({ item_id }) => item_id);
    expect(new Set(removed)).toEqual(shown);
  };

  the('Q11 what an input guardrail objects to leaves nothing but the message', async (house) => {
    const { frames, items } = await answered(house, 'guarded', [turn(says('Well'))], 'my password is x');
    takenBack(frames);
    expect(items.map(({ type }) => type)).toEqual(['user_message']);
  });

  the('Q12 what an output guardrail objects to is taken back, the widgets before it, too', async (house) => {
    const widget = { type: 'Card', children: [{ type: 'Text', value: 'x' }] };
    const { frames, items } = await answered(house, 'guarded', [
      turn(house.tools.acts(effect('widget', { widget }))),
      turn(says('I promise', ' you the moon')),
    ]);
    expect(kindsOf(frames)).toEqual(expect.arrayContaining(['done widget', 'added assistant_message']));
    takenBack(frames);
    expect(items.map(({ type }) => type)).toEqual(['user_message']);
  });

  the('Q34 the stream then ends with one sentence, and without a retry', async (house) => {
    const { frames } = await answered(house, 'guarded', [turn(says('I promise'))]);
    expect(kindsOf(frames).slice(-2)).toEqual(['thread.item.removed', 'error']);
    expect(frames.at(-1)).toEqual({ type: 'error', code: 'custom', message: expect.stringMatching(/cannot be answered/), allow_retry: false });
  });
};

const building = (the: Parameters<Area['cases']>[0]): void => {
  the('F5 an agent that cannot be built is an error behind the options', async (house) => {
    const person = await house.visitorOf('broken');
    const frames = await person.stream('threads.create', { input: house.model.scene().message() });
    expect(kindsOf(frames)).toEqual(['thread.created', 'done user_message', 'stream_options', 'error']);
    expect(frames.at(-1).allow_retry).toBe(true);
  });

  the('Q20 a text that is accumulated: the base, two states that grow, and the end', async (house) => {
    const { frames, items } = await answered(house, 'showing', [
      turn(calls('write_text', { pieces: ['Hel', 'lo'] })),
      turn(saysAtOnce('done')),
    ]);
    expect(kindsOf(frames.slice(0, -1))).toEqual([
      'added widget',
      'widget.streaming_text.value_delta',
      'widget.streaming_text.value_delta',
      'widget.root.updated',
      'done widget',
    ]);
    expect(frames[0].item.widget.children[0]).toMatchObject({ value: '', streaming: true });
    expect(frames[4].item.widget.children[0]).toMatchObject({ value: 'Hello', streaming: false });
    expect(items[1]).toEqual(frames[4].item);
  });

  the('Q25 a handover shows the messages of the second agent, and nothing of itself', async (house) => {
    const { frames, scene } = await answered(house, 'handoff', [turn(calls('transfer_to_Billing', {})), turn(says('Billing', ' here.'))]);
    expect(kindsOf(frames).filter((kind) => kind.includes(' '))).toEqual(['added assistant_message', 'done assistant_message']);
    expect(JSON.stringify(scene.requests.at(-1)?.body['instructions'])).toContain('You are Billing.');
  });

  the('Q15 the first of three versions in between is a third of the way', async (house) => {
    const { frames } = await answered(house, 'guide', [turn(draws('ig_2', [PNG, PNG], PNG), says('there'))]);
    const updates = frames.filter(({ update }) => update?.type === 'generated_image.updated').map(({ update }) => update);
    expect(updates.map(({ image, progress }) => [image.id, progress])).toEqual([
      ['ig_2', 0],
      ['ig_2', 1 / 3],
    ]);
    expect(kindsOf(frames)).toContain('done generated_image');
  });
};

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const openings = (the: Parameters<Area['cases']>[0]): void => {
  the('Q18 two messages of one answer are two items, in their order', async (house) => {
    const { frames, items } = await answered(house, 'guide', [turn(says('one'), says('two'))]);
    const texts = (list: readonly Frame[]) => list.map(({ content }) => content[0].text);
    expect(texts(frames.filter(({ type }) => type === 'thread.item.done').map(({ item }) => item))).toEqual(['one', 'two']);
    expect(texts(items.slice(1))).toEqual(['one', 'two']);
  });

  the('Q19 a call of a tool alone shows nothing', async (house) => {
    const { frames } = await answered(house, 'guide', [turn(house.tools.acts()), turn(saysAtOnce('done'))]);
    expect(kindsOf(frames)).toEqual(['done assistant_message']);
  });

  the('Q21 a picture does not end the thoughts before it, a message does', async (house) => {
    const { frames } = await answered(house, 'guide', [turn(thinks(['Hm']), draws('ig_21', [], PNG), says('there'))]);
    const kinds = kindsOf(frames);
    expect(kinds.indexOf('done workflow')).toBe(kinds.indexOf('added assistant_message') - 1);
    expect(kinds.indexOf('done generated_image')).toBeLessThan(kinds.indexOf('done workflow'));
  });

  the('Q24 thoughts without a message end with the answer', async (house) => {
    const { frames } = await answered(house, 'silent', [turn(thinks(['Hm']), house.tools.acts())]);
    expect([kindsOf(frames)[0], kindsOf(frames).at(-1)]).toEqual(['added workflow', 'done workflow']);
  });
};

export const agents: Area = {
  title: 'Q. Agent run to events: agents of their own',
  cases: (the) => {
    citations(the);
    guardrails(the);
    building(the);
    openings(the);
  },
};
