import type { ThreadInput } from '@frontdesk/chatkit-protocol';

import { asked, minutesAgo, said, THREAD_ID } from '../scene.js';
import type { GalleryGroup, Scene } from '../scene.js';
import type { Reader } from '../reader.js';

const DAY = 24 * 60;

const thread = (id: string, minutes: number, title?: string): ThreadInput => ({
  id,
  title,
  created_at: minutesAgo(minutes),
  items: { data: [], has_more: false },
});

const HISTORY: readonly ThreadInput[] = [
  thread(THREAD_ID, 3, 'Refund for order 4711'),
  thread('thr_2', 50),
  thread('thr_3', DAY, 'Question about the new contract, its terms of notice and who has to sign it in the end'),
  thread('thr_4', DAY + 90, 'عنوان المحادثة'),
  thread('thr_5', 4 * DAY, 'Trip to Lisbon'),
  thread('thr_6', 40 * DAY, 'Parking permit'),
  thread('thr_7', 400 * DAY, 'First steps'),
];

const open = (reader: Reader): Promise<void> => reader.chat.showHistory();

const scene: Pick<Scene, 'history' | 'thread' | 'options'> = {
  history: HISTORY,
  options: { history: { enabled: true, showDelete: true, showRename: true } },
  thread: { title: 'Refund for order 4711', items: [asked('Where is my refund?'), said('It is on its way.')] },
};

export const HISTORY_STATES: GalleryGroup = {
  title: 'History',
  states: [
    { name: 'history', title: 'Conversations by day', ...scene, act: open, shows: '.history-group:last-child' },
    { name: 'history-loading', title: 'Loading', act: open, replies: { 'threads.list': 'silence' }, shows: '.skeletons' },
    { name: 'history-empty', title: 'Empty', act: open, shows: '.empty-state' },
    { name: 'history-failed', title: 'Failed', act: open, replies: { 'threads.list': { json: {}, status: 400 } }, shows: '.empty-state .button' },
    {
      name: 'history-actions',
      title: 'A row with its actions',
      ...scene,
      act: async (reader) => {
        await open(reader);
        await reader.focus('[aria-label^="Rename “Trip"]');
      },
      shows: '.history-row:focus-within',
    },
    {
      name: 'history-rename',
      title: 'Renaming',
      ...scene,
      act: async (reader) => {
        await open(reader);
        await reader.click('[aria-label^="Rename “Trip"]');
      },
      shows: '.rename',
    },
    {
      name: 'history-deleted',
      title: 'Deleted, with a way back',
      ...scene,
      act: async (reader) => {
        await open(reader);
        await reader.click('[aria-label^="Delete “Question"]');
      },
      shows: '.undo',
    },
  ],
};
