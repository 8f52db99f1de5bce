import type { TaskInput, ThreadItemInput, WorkflowInput } from '@frontdesk/chatkit-protocol';

import { answering, asked, item, said } from '../scene.js';
import type { GalleryGroup } from '../scene.js';
import { FILE_SOURCE, WEB_SOURCE } from './sources.js';

const TASKS: readonly TaskInput[] = [
  { type: 'custom', status_indicator: 'complete', title: 'Understood the question', icon: 'check-circle', content: 'A *week* in Lisbon, by train.' },
  {
    type: 'web_search',
    status_indicator: 'loading',
    title: 'Searching the web',
    title_query: 'lisbon weather',
    queries: ['lisbon weather in november', 'lisbon trains'],
    sources: [WEB_SOURCE],
  },
  { type: 'file', status_indicator: 'loading', title: 'Reading files', sources: [FILE_SOURCE] },
  { type: 'image', status_indicator: 'none', title: 'Drawing a map' },
  { type: 'thought', status_indicator: 'none', title: 'Weighing it', content: 'Trains are slow on Sundays.' },
];

const done = (tasks: readonly TaskInput[]): TaskInput[] => tasks.map((task) => ({ ...task, status_indicator: 'complete' }));

const PLAN: WorkflowInput = { type: 'custom', expanded: true, summary: { title: 'Planning your trip', icon: 'compass' }, tasks: [...TASKS] };

const THOUGHTS: WorkflowInput = {
  type: 'reasoning',
  summary: { duration: 74 },
  tasks: [
    { type: 'thought', title: 'Reading the question', content: 'The reader wants to know *when*, not whether.' },
    { type: 'thought', title: 'Looking at the calendar', content: 'Monday is a holiday in Lisbon:\n\n- banks are closed\n- transfers wait' },
  ],
};

const workflow = (fields: WorkflowInput): ThreadItemInput => item('workflow', { workflow: fields });

const running = (fields: WorkflowInput) => answering('Plan my trip', [{ type: 'thread.item.added', item: workflow(fields) }]);

const task = (fields: TaskInput): ThreadItemInput => item('task', { task: fields });

export const STEPS: GalleryGroup = {
  title: 'Thoughts and steps',
  states: [
    {
      name: 'reasoning-running',
      title: 'Thinking aloud',
      shows: '.workflow-line .shimmer',
      ...running({ type: 'reasoning', expanded: true, tasks: [{ type: 'thought', title: 'Reading the question', content: 'The reader wants to know' }] }),
    },
    { name: 'reasoning', title: 'Thoughts, folded', shows: '.workflow', thread: { items: [asked('When?'), workflow(THOUGHTS), said('On Tuesday.')] } },
    {
      name: 'reasoning-open',
      title: 'Thoughts, open',
      shows: '.workflow-tasks .task:last-child',
      thread: { items: [asked('When?'), workflow({ ...THOUGHTS, expanded: true }), said('On Tuesday.')] },
    },
    { name: 'workflow-running', title: 'Steps of every kind', shows: '.task.thought', ...running(PLAN) },
    {
      name: 'workflow',
      title: 'Steps, done',
      shows: '.workflow-tasks .task:last-child',
      thread: { items: [asked('Plan my trip'), workflow({ ...PLAN, tasks: done(TASKS) }), said('Take the night train.')] },
    },
    {
      name: 'tasks',
      title: 'Tasks on their own',
      shows: '.task.thought',
      thread: { items: [asked('Plan my trip'), ...TASKS.map((fields) => task({ ...fields, status_indicator: 'none' })), said('Take the night train.')] },
    },
  ],
};
