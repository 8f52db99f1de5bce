import type { ColorScheme, Command, CommandsOption, CommandSelection } from '@openai/chatkit';

import type { Fact } from '../facts/fact.js';
import type { ChatOffer } from './chat-offer.js';
import { factEntity } from './fact-mentions.js';
import { SAMPLES, type Sample } from './sample-files.js';

/** What a command may do to the page and to the chat. */
export interface CommandEffects {
  readonly theme: () => ColorScheme;
  readonly toggleTheme: () => void;
  readonly facts: () => readonly Fact[];
  readonly showFacts: () => void;
  readonly startMessage: (text: string) => void;
  readonly newChat: () => void;
  readonly showHistory: () => void;
  readonly attachSample: (sample: Sample) => Promise<void>;
}

interface PageCommand extends Command {
  readonly run: () => void | CommandSelection | Promise<void>;
}

const menuOf = (commands: Command[]): CommandSelection => ({ type: 'menu', commands });
const shown = ({ id, label, description, icon, group }: PageCommand): Command => ({ id, label, description, icon, group });

function commandsOf(offer: ChatOffer, effects: CommandEffects): PageCommand[] {
  const other = effects.theme() === 'dark' ? 'light' : 'dark';
  const mentions = factCommands(effects);
  const samples = offer.attachments === null ? [] : sampleCommands(effects);
  return [
    { id: 'remember', label: 'Remember something', icon: 'notebook-pencil', run: () => effects.startMessage('Remember that ') },
    ...(mentions.length === 0
      ? []
      : [{ id: 'mention', label: 'Mention a fact', icon: 'notebook' as const, run: () => menuOf(mentions.map(shown)) }]),
    ...(samples.length === 0
      ? []
      : [{ id: 'sample', label: 'Attach a sample file', icon: 'document' as const, run: () => menuOf(samples.map(shown)) }]),
    { id: 'facts', label: 'What the assistant knows', icon: 'book-open', run: effects.showFacts },
    {
      id: 'theme',
      label: `Switch to the ${other} theme`,
      icon: other === 'light' ? 'lucide:sun' : 'lucide:moon',
      run: effects.toggleTheme,
    },
    { id: 'new', label: 'New chat', icon: 'write', run: effects.newChat },
    { id: 'history', label: 'Chat history', icon: 'clock', run: effects.showHistory },
  ];
}

const sampleCommands = ({ attachSample }: CommandEffects): PageCommand[] =>
  SAMPLES.map((sample) => ({
    id: `sample:${sample.id}`,
    label: sample.label,
    description: sample.description,
    icon: sample.icon,
    run: () => attachSample(sample),
  }));

const factCommands = ({ facts }: CommandEffects): PageCommand[] =>
  facts().map((fact) => ({
    id: `fact:${fact.id}`,
    label: fact.text,
    icon: 'notebook',
    run: () => ({ type: 'entity', entity: factEntity(fact) }),
  }));

/** The "/" menu. What the composer can do by itself (files, tools, models) is added by the element. */
export function slashCommands(offer: ChatOffer, effects: CommandEffects): CommandsOption {
  return {
    enabled: true,
    onSearch: async (query) => {
      const wanted = query.toLocaleLowerCase();
      return commandsOf(offer, effects)
        .filter(({ id, label }) => id.startsWith(wanted) || label.toLocaleLowerCase().includes(wanted))
        .map(shown);
    },
    onSelect: async ({ id }) => {
      const all = [...commandsOf(offer, effects), ...sampleCommands(effects), ...factCommands(effects)];
      return all.find((command) => command.id === id)?.run();
    },
  };
}
