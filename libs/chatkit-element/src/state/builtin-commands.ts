import type { Command, Entity } from '@openai/chatkit';
import type { ChatContext } from './chat-context.js';
import type { Composer } from './composer.js';

/** A row of the menu under the caret. */
export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly icon?: string | undefined;
  readonly group?: string | undefined;
  readonly does: { type: 'entity'; entity: Entity } | { type: 'command'; command: Command } | { type: 'builtin'; run: () => void };
}

/** What the composer itself can do, as rows of the "/" menu: what its buttons do, for hands on the keyboard. */
export const builtinCommands = (context: ChatContext, composer: Composer): Suggestion[] => {
  const t = context.translate();
  const options = context.options();
  const row = (
    key: string,
    label: string,
    icon: string | undefined,
    run: () => void,
    group?: string,
    description?: string,
  ): Suggestion => ({
    key: `builtin:${key}`,
    label,
    icon,
    group,
    description,
    does: { type: 'builtin', run },
  });
  const rows: Suggestion[] = [];
  if (composer.uploads.option !== null) {
    rows.push(row('attach', t('composer.attach'), 'lucide:paperclip', () => composer.pickFiles()));
  }
  for (const tool of options?.composer?.tools ?? []) {
    rows.push(row(`tool:${tool.id}`, tool.label, tool.icon, () => composer.selectTool(tool.id), t('composer.tools')));
  }
  for (const model of options?.composer?.models ?? []) {
    if (!model.disabled) {
      const group = t('composer.models');
      rows.push(row(`model:${model.id}`, model.label, undefined, () => composer.selectModel(model.id), group, model.description));
    }
  }
  return rows;
};
