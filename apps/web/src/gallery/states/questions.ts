import type { ThreadItemInput } from '@frontdesk/chatkit-protocol';

import { asked, item, said } from '../scene.js';
import type { GalleryGroup, Scene } from '../scene.js';

type Question = Extract<ThreadItemInput, { type: 'structured_input' }>['inputs'][number];

const PLAN: Question = {
  type: 'multiple_choice',
  id: 'plan',
  question: 'Which plan do you use?',
  options: [{ value: 'Free' }, { value: 'Team' }, { value: 'Company, with its own contract' }],
};
const WISHES: Question = {
  type: 'multiple_choice',
  id: 'wishes',
  question: 'What should we look at?',
  multiple: true,
  options: [{ value: 'Speed' }, { value: 'Price' }],
};
const FREE: Question = { type: 'freeform', id: 'free', question: 'What should change first?', description: 'A sentence is enough' };

const asking = (...inputs: Question[]): Pick<Scene, 'thread'> => ({
  thread: { items: [asked('Help us to get better'), said('A few questions, then.'), item('structured_input', { status: 'pending', inputs })] },
});

export const QUESTIONS: GalleryGroup = {
  title: 'Questions',
  states: [
    { name: 'question-one', title: 'One of several', ...asking(PLAN, FREE), act: (reader) => reader.click('.choice:nth-of-type(2) input'), shows: '.questions :checked' },
    { name: 'question-several', title: 'Several', ...asking(WISHES), act: (reader) => reader.click('.choice:nth-of-type(1) input'), shows: '.questions :checked' },
    { name: 'question-text', title: 'In own words', ...asking(FREE), shows: '.questions textarea' },
    {
      name: 'question-answered',
      title: 'Answered',
      shows: '.answered-input',
      thread: {
        items: [
          asked('Help us to get better'),
          item('structured_input', {
            status: 'answered',
            inputs: [
              { ...PLAN, answer: { values: ['Team'] } },
              { ...FREE, answer: { values: [], skipped: true } },
            ],
          }),
          said('Thank you.'),
        ],
      },
    },
  ],
};
