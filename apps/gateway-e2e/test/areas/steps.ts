import type { Area } from '../harness/cases.js';
import { says, saysAtOnce, thinks, turn } from '../harness/model-turns.js';
import { kindsOf } from '../harness/person.js';
import { effect } from '../harness/scripted-tools.js';
import { done, performed, widget } from './pipeline.js';

export const steps: Area = {
  title: 'Q. Agent run to events: steps',
  cases: (the) => {
    the('Q32 a visible item ends the list of steps; hidden context and a client tool call do not', async (house) => {
      const step = effect('task', { task: { type: 'custom', title: 'Step' } });
      const visible = await performed(house, step, effect('item', { item: widget('x') }));
      expect(kindsOf(visible.frames)).toEqual(['added workflow', 'done workflow', 'done widget']);
      const hidden = await performed(
        house,
        step,
        effect('hidden_context', { content: 'x' }),
        effect('task', { task: { type: 'custom', title: 'More' } }),
      );
      expect(kindsOf(hidden.frames)).toEqual(['added workflow', 'workflow.task.added', 'done workflow']);
    });

    the('Q33 the first step opens the list, later ones are added, known ones updated, and the end has the summary given', async (house) => {
      const step = (key: string, title: string) => effect('task', { key, task: { type: 'custom', title } });
      const { frames } = await performed(
        house,
        step('a', 'One'),
        step('b', 'Two'),
        step('a', 'One, done'),
        effect('workflow', { state: 'done', summary: { title: 'Both' }, expanded: true }),
      );
      expect(kindsOf(frames)).toEqual(['added workflow', 'workflow.task.added', 'workflow.task.updated', 'done workflow']);
      expect(frames[0].item.workflow.tasks).toMatchObject([{ type: 'custom', title: 'One' }]);
      expect(frames[1].update).toMatchObject({ task_index: 1, task: { title: 'Two' } });
      expect(frames[2].update).toMatchObject({ task_index: 0, task: { title: 'One, done' } });
      expect(frames[3].item.workflow).toMatchObject({
        type: 'custom',
        expanded: true,
        summary: { title: 'Both' },
        tasks: [{ title: 'One, done' }, { title: 'Two' }],
      });
    });

    the('Q40 thoughts and steps are lists of their own', async (house) => {
      const scene = house.model.scene(
        turn(
          thinks(['Hm']),
          house.tools.acts(effect('workflow', { state: 'open' }), effect('task', { task: { type: 'custom', title: 'Step' } })),
        ),
        turn(says('ok')),
      );
      const frames = await house.ada.stream('threads.create', { input: scene.message() });
      expect(
        done(frames)
          .filter(({ type }) => type === 'workflow')
          .map(({ workflow }) => workflow.type),
      ).toEqual(['reasoning', 'custom']);
    });

    the('Q35 steps that are open when the client is asked are kept, and the next message begins anew', async (house) => {
      const { ada, model, tools } = house;
      const scene = model.scene(
        turn(
          tools.acts(effect('task', { task: { type: 'custom', title: 'Step' } }), effect('client_tool', { name: 'ask', arguments: {} })),
        ),
      );
      const first = await ada.open('threads.create', { input: scene.message() });
      expect(kindsOf(await first.all()).at(-1)).toBe('done client_tool_call');
      const kinds = (await ada.items(first.threadId)).map(({ type }) => type);
      expect(kinds).toEqual(['user_message', 'workflow', 'client_tool_call']);
      const next = await ada.stream('threads.add_user_message', {
        thread_id: first.threadId,
        input: model.scene(turn(saysAtOnce('new'))).message('other'),
      });
      expect(kindsOf(next)).toEqual(['done user_message', 'stream_options', 'done assistant_message']);
    });
  },
};
