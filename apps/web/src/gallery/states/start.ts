import { asked, said } from '../scene.js';
import type { GalleryGroup } from '../scene.js';

const nothing = (): void => undefined;

export const START: GalleryGroup = {
  title: 'Beginning',
  states: [
    {
      name: 'start',
      title: 'Start screen',
      shows: '.prompts li:last-child',
      options: {
        startScreen: {
          greeting: 'How can we help?',
          prompts: [
            { label: 'Troubleshoot an issue', prompt: 'Help me fix an issue', icon: 'lifesaver' },
            { label: 'Request a feature', prompt: 'I have an idea', icon: 'lightbulb' },
            { label: 'Change a booking', prompt: 'I need to change a booking', icon: 'calendar' },
          ],
        },
      },
    },
    { name: 'start-bare', title: 'Start screen without prompts', shows: '.greeting' },
    {
      name: 'start-full',
      title: 'Start screen with much on it',
      shows: '.disclaimer',
      options: {
        header: { title: { text: 'Support of the Lisbon office' }, leftAction: { icon: 'menu', onClick: nothing }, rightAction: { icon: 'light-mode', onClick: nothing } },
        startScreen: {
          greeting: 'Good morning, Ada. What would you like to work on before the review at eleven?',
          prompts: [
            { label: 'Summarise what changed in the contract since the version that legal has signed', prompt: 'Summarise', icon: 'document' },
            { label: 'Find a room', prompt: 'Find a room', icon: 'map-pin' },
            { label: 'Draft an answer', prompt: 'Draft an answer', icon: 'write' },
            { label: 'Without an icon', prompt: 'No icon' },
          ],
        },
        disclaimer: { text: 'Answers can be wrong. See our [rules](https://frontdesk.example/rules).' },
      },
    },
    {
      name: 'header-off',
      title: 'Without header and history',
      shows: '.assistant-message',
      options: { header: { enabled: false }, history: { enabled: false }, disclaimer: { text: 'Not legal advice.', highContrast: true } },
      thread: { items: [asked('May I keep the deposit?'), said('That depends on the contract.')] },
    },
    { name: 'loading', title: 'A thread is loading', shows: '.loading-thread', thread: { items: [] }, replies: { 'threads.get_by_id': 'silence' } },
  ],
};
