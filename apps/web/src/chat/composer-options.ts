import type { ComposerOption, ModelOption, ToolOption } from '@openai/chatkit';

import type { ChatOffer } from './chat-offer.js';

/** How the tools that one may want to ask for by hand are shown, in this order. */
const TOOLS: readonly ToolOption[] = [
  {
    id: 'get_weather',
    label: 'Look up the weather',
    shortLabel: 'Weather',
    icon: 'lucide:cloud-sun',
    placeholderOverride: 'For which place?',
  },
  {
    id: 'save_fact',
    label: 'Save it as a fact',
    shortLabel: 'Fact',
    icon: 'notebook-pencil',
    placeholderOverride: 'What should I remember?',
  },
  { id: 'show_tour', label: 'Take a tour', shortLabel: 'Tour', icon: 'compass' },
  { id: 'ask_user', label: 'Be asked a few questions', shortLabel: 'Questions', icon: 'circle-question' },
];

/** What is known of models beyond their names. */
const MODELS: Readonly<Record<string, Pick<ModelOption, 'label' | 'description'>>> = {
  'frontdesk-demo': { label: 'Demo', description: 'Sums up its thoughts first' },
  'frontdesk-demo-quick': { label: 'Quick', description: 'The same, without thoughts' },
};

/** The composer with everything that the server accepts, and nothing that it would refuse. */
export function composerOptions({ attachments, dictation, models, tools }: ChatOffer): ComposerOption {
  return {
    placeholder: 'Ask the assistant…',
    attachments:
      attachments === null
        ? { enabled: false }
        : { enabled: true, maxSize: attachments.maxBytes, maxCount: attachments.maxCount, ...acceptOption(attachments.accept) },
    dictation: { enabled: dictation },
    tools: TOOLS.filter(({ id }) => tools === null || tools.includes(id)),
    // A choice of one is none.
    models: models.length > 1 ? models.map(({ id, isDefault }) => ({ id, label: id, ...MODELS[id], default: isDefault })) : [],
  };
}

/** Media types as file pickers take them; without a limit everything may be picked. */
function acceptOption(types: readonly string[]): Pick<NonNullable<ComposerOption['attachments']>, 'accept'> {
  return types.some((type) => type === '*' || type === '*/*') ? {} : { accept: Object.fromEntries(types.map((type) => [type, []])) };
}
