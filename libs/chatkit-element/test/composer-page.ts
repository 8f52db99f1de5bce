import { composer, openUnset, type Bench } from './harness.js';

/** Everything that the composer can have, but entities and commands, which {@link openComposer} adds. */
export const COMPOSER_OPTIONS = {
  composer: {
    attachments: { enabled: true, maxSize: 1_000, maxCount: 3, accept: { 'text/plain': ['.txt'], 'image/*': ['.png'] } },
    tools: [
      { id: 'search', label: 'Search the web', icon: 'search', shortLabel: 'Search', placeholderOverride: 'Search for…' },
      { id: 'deep', label: 'Think longer', icon: 'lightbulb', persistent: true, pinned: true },
    ],
    models: [
      { id: 'small', label: 'Small', description: 'Quick answers' },
      { id: 'large', label: 'Large', default: true },
      { id: 'huge', label: 'Huge', disabled: true },
    ],
    dictation: { enabled: true },
  },
} as const;

/** A page with a composer that has everything; calls of the page's own callbacks are kept in `window.called`. */
export const openComposer = async (bench: Bench, options: object = COMPOSER_OPTIONS): Promise<void> => {
  const { page } = bench;
  await openUnset(bench);
  await page.evaluate((given) => {
    const called: unknown[] = [];
    Object.assign(window, { called });
    const people = [
      { id: 'ada', title: 'Ada Lovelace', icon: 'user', group: 'People', interactive: true, data: { team: 'engines' } },
      { id: 'alan', title: 'Alan Turing', icon: 'user', group: 'People' },
      { id: 'plan', title: 'The plan', icon: 'document', group: 'Documents' },
    ];
    window.chat.setOptions?.({
      api: { url: '/chatkit' },
      entities: {
        showComposerMenu: true,
        onTagSearch: async (query: string) => {
          if (query === 'boom') {
            throw new Error('No search today');
          }
          return people.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()));
        },
        onClick: (entity: unknown) => called.push(['click', entity]),
        onRequestPreview: async ({ title }: { title: string }) => ({
          preview: { type: 'Basic', children: [{ type: 'Text', value: `All about ${title}` }] },
        }),
      },
      commands: {
        enabled: true,
        onSearch: async (query: string) =>
          [
            { id: 'sum', label: 'Summarize', description: 'In three lines', icon: 'write' },
            { id: 'who', label: 'Assign to…', icon: 'user' },
            { id: 'doc', label: 'Attach the plan', icon: 'document' },
          ].filter(({ label }) => label.toLowerCase().includes(query.toLowerCase())),
        onSelect: async ({ id }: { id: string }) => {
          called.push(['command', id]);
          if (id === 'who') {
            return {
              type: 'menu',
              commands: [
                { id: 'team:a', label: 'Team A' },
                { id: 'team:b', label: 'Team B' },
              ],
            };
          }
          return id === 'doc' ? { type: 'entity', entity: people[2] } : undefined;
        },
      },
      ...given,
    });
  }, options);
  await composer(page).waitFor();
};
