import { composer, type Bench } from './harness.js';

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

/** A fresh page on the same browser and server: what a test leaves behind is gone with its page. */
export const openComposer = async ({ page, server }: Bench, options: object = COMPOSER_OPTIONS): Promise<void> => {
  await page.goto(`${server.origin}/plain.html`);
  await page.evaluate(async (given) => {
    await customElements.whenDefined('openai-chatkit');
    const chat = document.querySelector('openai-chatkit') as unknown as Window['chat'];
    const heard: { name: string; detail: unknown }[] = [];
    const called: unknown[] = [];
    Object.assign(window, { chat, events: heard, called });
    for (const name of ['error', 'tool.change', 'response.end', 'log']) {
      chat.addEventListener(`chatkit.${name}`, (event) => {
        const { detail } = event as CustomEvent<{ error?: Error } | null>;
        heard.push({ name, detail: detail?.error ? { kind: detail.error.name, error: detail.error.message } : detail });
      });
    }
    const people = [
      { id: 'ada', title: 'Ada Lovelace', icon: 'user', group: 'People', interactive: true, data: { team: 'engines' } },
      { id: 'alan', title: 'Alan Turing', icon: 'user', group: 'People' },
      { id: 'plan', title: 'The plan', icon: 'document', group: 'Documents' },
    ];
    chat.setOptions?.({
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
  server.chat.received.length = 0;
};
