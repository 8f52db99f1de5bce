import type { TopicId } from '../../intent.js';
import { clientTools, streaming, tools, widgets } from './agent.topics.js';
import { install, overview, realModel, selfHosting, server, session } from './basics.topics.js';
import { attachments, feedback, history, mentions, startScreen, theming } from './surface.topics.js';
import type { Topic } from './topic.js';

export const TOPICS: Readonly<Record<TopicId, Topic>> = {
  overview,
  'overview-instead': {
    title: 'About ChatKit',
    answer: `I have no answer of my own to that question: I am a script that knows a few subjects. Here is ChatKit in general.\n\n${overview.answer}`,
  },
  install,
  session,
  server,
  widgets,
  tools,
  'client-tools': clientTools,
  theming,
  'start-screen': startScreen,
  history,
  attachments,
  streaming,
  feedback,
  mentions,
  'self-hosting': selfHosting,
  'real-model': realModel,
};
