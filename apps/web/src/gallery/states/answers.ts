import { answering, asked, item, said, saying } from '../scene.js';
import type { GalleryGroup } from '../scene.js';

const never = (): Promise<never> => new Promise(() => undefined);

const BEGUN = 'Here is what I found so far. The invoice of **March** was paid twice: once by card on the 3rd, and once by transfer on the 5th. The second payment';

const TOOL_CALL = item('client_tool_call', { status: 'pending', call_id: 'call_1', name: 'open_file', arguments: {} });

export const ANSWERS: GalleryGroup = {
  title: 'An answer on its way',
  states: [
    { name: 'thinking', title: 'Nothing yet', shows: '.progress-line', ...answering('Why was I charged twice?', []) },
    {
      name: 'progress',
      title: 'Progress',
      shows: '.progress-line .icon',
      ...answering('Why was I charged twice?', [{ type: 'progress_update', icon: 'search', text: 'Searching the handbook' }]),
    },
    { name: 'streaming', title: 'Words', shows: '.assistant-message strong', ...answering('Why was I charged twice?', saying(BEGUN)) },
    {
      name: 'streaming-code',
      title: 'Code that is not closed yet',
      shows: '.code-block',
      ...answering('How do I call it?', saying('Like this:\n\n```ts\nconst answer = await fetch(')),
    },
    {
      name: 'unstoppable',
      title: 'An answer that cannot be stopped',
      shows: '.assistant-message strong',
      ...answering('Why was I charged twice?', [{ type: 'stream_options', stream_options: { allow_cancel: false } }, ...saying(BEGUN)]),
    },
    {
      name: 'stopping',
      title: 'Stop was pressed',
      shows: '.send.stop:disabled',
      replies: { 'threads.create': { events: saying(BEGUN), end: 'open' }, 'runs.cancel': 'silence' },
      act: async (reader) => {
        await reader.send('Why was I charged twice?');
        await reader.see('.assistant-message strong');
        await reader.click('.send.stop');
      },
    },
    {
      name: 'stopped',
      title: 'An answer that was stopped',
      shows: '.stopped',
      replies: { 'threads.create': { events: saying(BEGUN), end: 'open' }, 'runs.cancel': { status: 500, json: {} } },
      act: async (reader) => {
        await reader.send('Why was I charged twice?');
        await reader.see('.assistant-message strong');
        await reader.click('.send.stop');
      },
    },
    {
      name: 'client-tool',
      title: 'Waiting for the page',
      shows: '.progress-line',
      options: { onClientTool: never },
      ...answering('Open my file, please.', [
        { type: 'thread.item.done', item: said('I open it for you.') },
        { type: 'thread.item.done', item: TOOL_CALL },
      ], 'closed'),
    },
    {
      name: 'reconnecting',
      title: 'The connection broke',
      shows: '.offline',
      replies: { 'threads.create': { events: saying(BEGUN), end: 'broken' }, 'runs.stream': 'silence' },
      act: (reader) => reader.send('Why was I charged twice?'),
    },
    {
      name: 'feedback',
      title: 'Feedback given',
      shows: '[aria-pressed="true"]',
      options: { threadItemActions: { feedback: true, retry: true } },
      thread: { items: [asked('Where is my refund?'), said('It left us on Monday.')] },
      act: (reader) => reader.click('[aria-label="Good answer"]'),
    },
  ],
};
