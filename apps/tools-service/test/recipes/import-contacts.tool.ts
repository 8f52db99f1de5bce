import { caption, card, title } from '@frontdesk/widgets';
import { z } from 'zod';
import { defineTool } from '../../src/index.js';

export const importContacts = defineTool({
  name: 'import_contacts',
  description: 'Imports the contacts of the user.',
  parameters: z.strictObject({}),
  deadlineMs: 60_000,
  progressText: 'Importing',
  reach: 'outside',
  async run(_args, { show }) {
    const page = (done: number) => card([title('Contacts'), caption(`${done} of 3 pages`)]);
    for (const done of [0, 1, 2, 3]) {
      show({ type: 'widget', key: 'progress', widget: page(done) }); // on screen at once; only what changed is sent
      show({ type: 'task', key: 'pages', task: { type: 'custom', title: 'Reading', status_indicator: done < 3 ? 'loading' : 'complete' } });
    }
    return { output: { imported: 120 } }; // the last state of the card stays
  },
});
