import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { says, saysWith, then, thinks, turn, type Part } from '../harness/model-turns.js';
import type { Answer, Frame } from '../harness/person.js';
import type { Scene } from '../harness/scripted-model.js';

/** An answer that has begun and will not end by itself. */
async function begun({ ada, model }: House, ...parts: Part[]): Promise<{ answer: Answer; scene: Scene; held: Held }> {
  const held = new Held();
  const scene = model.scene(
    turn(
      ...parts,
      then(() => held.released),
    ),
  );
  const answer = await ada.open('threads.create', { input: scene.message() });
  return { answer, scene, held };
}

/** Holds the model's answer open; let go of at the end of the case, so that nothing waits for nobody. */
class Held {
  release: () => void = () => undefined;
  readonly released = new Promise<void>((resolve) => (this.release = resolve));
}

/** The whole thread with its hidden items, once its run is over. */
async function stored({ query }: House, threadId: string): Promise<Frame[]> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    const [runs] = await query(`SELECT count(*)::int AS open FROM runs WHERE thread_id = $1 AND status IN ('queued', 'running')`, [
      threadId,
    ]);
    if (runs?.['open'] === 0) {
      return query('SELECT id, type, data FROM thread_items WHERE thread_id = $1 ORDER BY seq', [threadId]);
    }
  }
  throw new Error('the run did not end');
}

const delta = (frame: Frame): boolean => frame.update?.type === 'assistant_message.content_part.text_delta';
const typesOfRows = (rows: Frame[]): string[] => rows.map(({ type }) => type);

/** A half message: begun, some text, never finished. */
const half =
  (...deltas: string[]): Part =>
  (index) => ({ steps: saysWith({}, ...deltas)(index).steps.slice(0, 2 + deltas.length) });

export const cancelling: Area = {
  title: 'G. Cancel',
  cases: (the) => {
    the('G1 text that was shown stays, and the newest item is the notice for the model', async (house) => {
      const { answer, held } = await begun(house, half('Hello', ' there'));
      await answer.until(delta);
      expect((await house.ada.ask('runs.cancel', { thread_id: answer.threadId })).text).toBe('{}');
      const rows = await stored(house, answer.threadId);
      held.release();
      expect(typesOfRows(rows)).toEqual(['user_message', 'assistant_message', 'sdk_hidden_context']);
      expect(rows[1].data.content[0].text).toMatch(/^Hello/);
      expect(rows[2]).toMatchObject({
        id: expect.stringMatching(/^shcx_/),
        data: { content: expect.stringMatching(/stopped the answer/) },
      });
    });

    the('G2 a message without text is not kept, and the notice is', async (house) => {
      const { answer, held } = await begun(house, half());
      await answer.until((frame) => frame.type === 'thread.item.added');
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      const rows = await stored(house, answer.threadId);
      held.release();
      expect(typesOfRows(rows)).toEqual(['user_message', 'sdk_hidden_context']);
    });

    the('G3 a stop before the model said anything leaves the notice alone', async (house) => {
      const { answer, scene, held } = await begun(house);
      for (const deadline = Date.now() + 20_000; scene.requests.length === 0 && Date.now() < deadline;) {
        await new Promise(setImmediate);
      }
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      const rows = await stored(house, answer.threadId);
      held.release();
      expect(typesOfRows(rows)).toEqual(['user_message', 'sdk_hidden_context']);
    });

    the('G4 thoughts that were not finished are not kept', async (house) => {
      const thinking: Part = (index) => ({ steps: thinks(['Hm'])(index).steps.slice(0, 2) });
      const { answer, held } = await begun(house, thinking);
      await answer.until((frame) => frame.update?.type === 'workflow.task.added');
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      const rows = await stored(house, answer.threadId);
      held.release();
      expect(typesOfRows(rows)).toEqual(['user_message', 'sdk_hidden_context']);
    });

    the('G5 who reads on sees what becomes of the answer, and the end', async (house) => {
      const { answer, held } = await begun(house, half('Hello'));
      await answer.until(delta);
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      const frames = await answer.all();
      held.release();
      expect(frames.at(-1)).toMatchObject({ type: 'thread.item.done', item: { type: 'assistant_message', content: [{ text: 'Hello' }] } });
      expect(await house.ada.items(answer.threadId)).toEqual([frames[1].item, frames.at(-1).item]);
    });

    the('G6 a citation that was streamed stays with its text', async (house) => {
      const cited = { type: 'url_citation', url: 'https://e.com', title: 'E', start_index: 0, end_index: 5 };
      const part: Part = (index) => ({ steps: saysWith({ annotations: [cited] }, 'Hello')(index).steps.slice(0, 4) });
      const { answer, held } = await begun(house, part);
      await answer.until((frame) => frame.update?.type === 'assistant_message.content_part.annotation_added');
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      const rows = await stored(house, answer.threadId);
      held.release();
      expect(rows[1].data.content[0]).toMatchObject({
        text: 'Hello',
        annotations: [{ index: 5, source: { type: 'url', url: 'https://e.com' } }],
      });
    });

    the('G7 a stock client that drops the connection stops the answer just so', async (house) => {
      const { answer, scene, held } = await begun(house, half('Hello'));
      await answer.until(delta);
      answer.leave();
      await scene.requests[0]?.dropped;
      const rows = await stored(house, answer.threadId);
      held.release();
      expect(typesOfRows(rows)).toEqual(['user_message', 'assistant_message', 'sdk_hidden_context']);
    });

    the('G8 the notice is in no list', async (house) => {
      const { answer, held } = await begun(house, half('Hello'));
      await answer.until(delta);
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      await stored(house, answer.threadId);
      held.release();
      const { text } = await house.ada.ask('threads.get_by_id', { thread_id: answer.threadId });
      expect(text).not.toContain('sdk_hidden_context');
      expect((await house.ada.items(answer.threadId)).map(({ type }) => type)).toEqual(['user_message', 'assistant_message']);
    });

    the('G9 what was finished before the stop is as it was', async (house) => {
      const { answer, held } = await begun(house, says('All of this.'), half('And'));
      const done = await answer.until((frame) => frame.type === 'thread.item.done' && frame.item.type === 'assistant_message');
      await answer.until(delta);
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      await stored(house, answer.threadId);
      held.release();
      expect((await house.ada.items(answer.threadId))[1]).toEqual(done.item);
    });

    the('G10 a second stop changes nothing', async (house) => {
      const { answer, held } = await begun(house, half('Hello'));
      await answer.until(delta);
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      const rows = await stored(house, answer.threadId);
      held.release();
      expect((await house.ada.ask('runs.cancel', { thread_id: answer.threadId })).text).toBe('{}');
      expect(await stored(house, answer.threadId)).toEqual(rows);
    });

    the('G11 the model is told on its next turn', async (house) => {
      const { answer, held } = await begun(house, half('Hello'));
      await answer.until(delta);
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      await stored(house, answer.threadId);
      held.release();
      const scene = house.model.scene();
      await house.ada.stream('threads.add_user_message', { thread_id: answer.threadId, input: scene.message('go on') });
      expect(JSON.stringify(scene.lastInput)).toMatch(/<HiddenContext>[^<]*stopped the answer/);
    });

    the('G12 the connection to the model is closed', async (house) => {
      const { answer, scene, held } = await begun(house, half('Hello'));
      await answer.until(delta);
      await house.ada.ask('runs.cancel', { thread_id: answer.threadId });
      await scene.requests[0]?.dropped;
      held.release();
      expect(scene.requests).toHaveLength(1);
    });
  },
};
