import type { Command, Entity, ToolOption } from '@openai/chatkit';

import { microphone } from '../stand-ins.js';
import { asked, said } from '../scene.js';
import type { GalleryGroup, Scene } from '../scene.js';

const TOOLS: ToolOption[] = [
  { id: 'search', label: 'Search the web', shortLabel: 'Search', icon: 'globe', placeholderOverride: 'What are you looking for?' },
  { id: 'image', label: 'Create an image', icon: 'images' },
  { id: 'code', label: 'Write code', icon: 'square-code', pinned: true },
];

const PEOPLE: Entity[] = [
  { id: 'cus_1', title: 'Ada Lovelace', icon: 'user', group: 'Customers', interactive: true },
  { id: 'cus_2', title: 'Grace Hopper', icon: 'user', group: 'Customers' },
  { id: 'doc_1', title: 'Travel policy 2026', icon: 'document', group: 'Documents' },
];

const COMMANDS: Command[] = [
  { id: 'refund', label: 'Refund', description: 'Look up a refund by its order', icon: 'suitcase', group: 'Support' },
  { id: 'human', label: 'A colleague', description: 'Ask a person to take over', icon: 'user', group: 'Support' },
];

const full: Scene['options'] = {
  composer: {
    placeholder: 'Ask the desk…',
    attachments: { enabled: true },
    tools: TOOLS,
    models: [
      { id: 'quick', label: 'Quick', description: 'Answers at once', default: true },
      { id: 'thorough', label: 'Thorough', description: 'Thinks longer' },
      { id: 'expert', label: 'Expert', description: 'Not in your plan', disabled: true },
    ],
    dictation: { enabled: true },
  },
  entities: { showComposerMenu: true, onTagSearch: (query) => Promise.resolve(PEOPLE.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()))) },
  commands: { enabled: true, onSearch: () => Promise.resolve(COMMANDS) },
};

const LONG_DRAFT = `Hello, I have three questions about my order, all of them urgent:

1. When will it arrive?
2. Can I still change the address?
3. Who signs for it when I am away?`;

export const COMPOSER: GalleryGroup = {
  title: 'Composer',
  states: [
    { name: 'composer', title: 'All buttons', options: full, shows: '.model-picker' },
    { name: 'composer-draft', title: 'A long draft', options: full, act: (reader) => reader.type(LONG_DRAFT), shows: '.send:not(:disabled)' },
    { name: 'composer-plus', title: 'Plus menu', options: full, act: (reader) => reader.click('[aria-label="Add files and tools"]'), shows: '.menu' },
    {
      name: 'composer-tool',
      title: 'A tool is chosen',
      options: full,
      act: (reader) => reader.chat.setComposerValue({ selectedToolId: 'search' }),
      shows: '.tool-chip.selected',
    },
    { name: 'composer-models', title: 'Models', options: full, act: (reader) => reader.click('.model-picker'), shows: '.menu' },
    { name: 'composer-mentions', title: 'Mentions', options: full, act: (reader) => reader.type('Ask @'), shows: '.suggest .menu-row:last-child' },
    {
      name: 'composer-mentions-loading',
      title: 'Mentions, searching',
      options: { entities: { onTagSearch: () => new Promise(() => undefined) } },
      act: (reader) => reader.type('Ask @ada'),
      shows: '.suggest .menu-note, .suggest .skeleton, .suggest .spinner',
    },
    { name: 'composer-mentions-none', title: 'Mentions, nothing found', options: full, act: (reader) => reader.type('Ask @nobody'), shows: '.suggest .menu-note' },
    {
      name: 'composer-mentions-failed',
      title: 'Mentions, search failed',
      options: { entities: { onTagSearch: () => Promise.reject(new Error('The search is down.')) } },
      act: (reader) => reader.type('Ask @ada'),
      shows: '.suggest .menu-note',
    },
    {
      name: 'composer-tags',
      title: 'Tags in the draft',
      options: full,
      act: (reader) =>
        reader.chat.setComposerValue({
          content: [
            { type: 'input_text', text: 'Ask ' },
            { type: 'input_tag', id: 'cus_1', text: 'Ada Lovelace' },
            { type: 'input_text', text: ' whether the ' },
            { type: 'input_tag', id: 'doc_1', text: 'Travel policy 2026' },
            { type: 'input_text', text: ' covers it' },
          ],
        }),
      shows: '.draft-tag',
    },
    { name: 'composer-commands', title: 'Commands', options: full, act: (reader) => reader.type('/'), shows: '.suggest .menu-row:last-child' },
    {
      name: 'composer-quote',
      title: 'A quote',
      thread: { items: [asked('When?'), said('On Tuesday, since Monday is a holiday in Lisbon and the banks are closed.')] },
      act: (reader) => reader.chat.setComposerValue({ reply: 'Monday is a holiday in Lisbon and the banks are closed.', text: 'Also in Porto?' }),
      shows: '.quote',
    },
    { name: 'dictation-asking', title: 'Dictation: may it?', options: full, act: microphone('asking'), shows: '.dictation.asking' },
    { name: 'dictation-recording', title: 'Dictation: listening', options: full, act: microphone('given'), shows: '.dictation.recording' },
    {
      name: 'dictation-writing',
      title: 'Dictation: writing',
      options: full,
      replies: { 'input.transcribe': 'silence' },
      act: async (reader) => {
        await microphone('given')(reader);
        await reader.click('[aria-label="Finish dictation"]');
      },
      shows: '.dictation.writing',
    },
    { name: 'dictation-denied', title: 'Dictation: not allowed', options: full, act: microphone('denied'), shows: '.draft-problems' },
  ],
};
