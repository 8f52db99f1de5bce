import type { AnnotationInput, ThreadItemInput } from '@frontdesk/chatkit-protocol';

import { asked, item } from '../scene.js';
import type { GalleryGroup, Scene } from '../scene.js';

type Source = AnnotationInput['source'];

export const WEB_SOURCE = {
  type: 'url',
  title: 'Weather office',
  url: 'https://www.weather.example/today',
  description: 'Forecast for the coast, updated every hour by people who look out of the window.',
  timestamp: '2026-11-20T08:00:00Z',
  attribution: 'Weather office',
  group: 'On the web',
} as const satisfies Source;

export const FILE_SOURCE = { type: 'file', title: 'Field manual', filename: 'manual.pdf', group: 'Your files' } as const satisfies Source;

const SOURCES = {
  web: WEB_SOURCE,
  blog: { type: 'url', title: 'Rain blog', url: 'https://rain.example/blog', group: 'On the web' },
  file: FILE_SOURCE,
  entity: { type: 'entity', id: 'cus_1', title: 'Ada Lovelace', icon: 'user', label: 'Customer', inline_label: 'Ada', interactive: true, data: { plan: 'team' } },
} as const satisfies Record<string, Source>;

const TEXT = 'It will rain on Friday. Bring a coat, says the manual. **Ada** asked for the same.';

const at = (source: Source, before: string): AnnotationInput => ({ source, index: TEXT.indexOf(before) });

const CITED: ThreadItemInput = item('assistant_message', {
  content: [
    {
      type: 'output_text',
      text: TEXT,
      annotations: [at(SOURCES.web, ' Bring'), at(SOURCES.blog, ' Bring'), at(SOURCES.file, ' **Ada'), at(SOURCES.entity, ' asked')],
    },
  ],
});

const scene: Pick<Scene, 'thread' | 'options'> = {
  thread: { items: [asked('Do I need a coat?'), CITED] },
  options: {
    entities: {
      onClick: () => undefined,
      onRequestPreview: () =>
        Promise.resolve({
          preview: {
            type: 'Basic',
            gap: 1,
            children: [
              { type: 'Title', value: 'Ada Lovelace', size: 'sm' },
              { type: 'Caption', value: 'Customer since 2024 · team plan' },
            ],
          },
        }),
    },
  },
};

export const SOURCES_GROUP: GalleryGroup = {
  title: 'Sources',
  states: [
    { name: 'citations', title: 'Citations in the text', ...scene, shows: '.citation' },
    { name: 'sources', title: 'Sources of every kind', ...scene, act: (reader) => reader.click('.sources .chip'), shows: '.source-group:last-child .source' },
    { name: 'citation-card', title: 'The card of a citation', ...scene, act: (reader) => reader.click('.citation'), shows: '.pop-card' },
    { name: 'entity-card', title: 'The preview of an entity', ...scene, act: (reader) => reader.focus('.citation:last-of-type'), shows: '.pop-card .w-title' },
  ],
};
