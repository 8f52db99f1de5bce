import type { ThreadStreamEventInput } from '@frontdesk/chatkit-protocol';

import { offline } from '../stand-ins.js';
import { answering, asked, said, saying } from '../scene.js';
import type { GalleryGroup, Scene } from '../scene.js';
import { nextFrame } from '../reader.js';

const QUESTION = 'Why was I charged twice?';

const refused = (status: number, headers: Record<string, string> = {}): Pick<Scene, 'replies' | 'act'> => ({
  replies: { 'threads.create': { json: {}, status, headers } },
  act: (reader) => reader.send(QUESTION),
});

const notice = (level: 'info' | 'warning' | 'danger', title: string | undefined, message: string): ThreadStreamEventInput => ({ type: 'notice', level, title, message });

const conversation = { title: 'Refund for order 4711', items: [asked('Where is my refund?'), said('It is on its way.')] } as const;

export const CONDITIONS: GalleryGroup = {
  title: 'When something is different',
  states: [
    {
      name: 'notices',
      title: 'Notices',
      shows: '.callout.danger',
      ...answering(QUESTION, [
        { type: 'thread.item.done', item: said('I looked at your account.') },
        notice('info', undefined, 'This answer used the handbook of **2026**.'),
        notice('warning', 'Slow today', 'Answers may take longer than usual.'),
        notice('danger', 'Payments are down', 'Nothing can be charged at the moment. See [the status page](https://status.example).'),
      ], 'closed'),
    },
    {
      name: 'error',
      title: 'An error, with another try',
      shows: '.callout.danger .button',
      ...answering(QUESTION, [...saying('The second payment').slice(0, 2), { type: 'error', code: 'custom', message: 'The model is busy right now. Try again in a moment.', allow_retry: true }], 'closed'),
    },
    { name: 'error-final', title: 'An error, and that is it', shows: '.callout.danger', ...answering(QUESTION, [{ type: 'error', code: 'stream.error', allow_retry: false }], 'closed') },
    { name: 'unreachable', title: 'The server cannot be reached', shows: '.not-sent', replies: { 'threads.create': 'unreachable' }, act: (reader) => reader.send(QUESTION) },
    { name: 'server-error', title: 'The server failed', shows: '.not-sent', ...refused(500) },
    { name: 'rate-limited', title: 'Too many messages', shows: '.callout.warning', ...refused(429, { 'retry-after': '42' }) },
    { name: 'session-expired', title: 'The session has expired', shows: '.callout .button', ...refused(401) },
    { name: 'offline', title: 'Offline', shows: '.offline', thread: conversation, act: offline },
    { name: 'locked', title: 'Locked', shows: '.composer.locked', thread: { ...conversation, status: { type: 'locked', reason: 'A colleague has taken over.' } } },
    { name: 'closed', title: 'Closed', shows: '.closed', thread: { ...conversation, status: { type: 'closed', reason: 'This case was solved on Tuesday.' } } },
    { name: 'thread-missing', title: 'A thread that is gone', shows: '.empty-state', thread: { items: [] }, replies: { 'threads.get_by_id': { json: {}, status: 404 } } },
    {
      name: 'options-wrong',
      title: 'Wrong options',
      shows: '.problems',
      // What no compiler would let through, a page without types may write.
      options: { theme: { radius: 'oval' as 'round' }, header: { enabled: 'yes' as unknown as boolean } },
    },
    {
      name: 'no-height',
      title: 'No height',
      shows: '.greeting',
      withoutHeight: true,
      // The chat gives itself one when it has seen that nobody else will.
      act: async ({ chat }) => {
        while (chat.clientHeight < 96) {
          await nextFrame();
        }
      },
    },
  ],
};
