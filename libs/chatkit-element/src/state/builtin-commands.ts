import type { UserMessageContentInput } from '@frontdesk/chatkit-protocol';
import type { ChatContext } from './chat-context.js';
import type { Suggestion } from './chat-state.js';

/** What the rows of the menu do to the draft. */
export interface DraftActions {
  /** Puts content in the place of a stretch of the draft. */
  insert(from: number, to: number, content: readonly UserMessageContentInput[]): void;
  pickFiles(): void;
  selectTool(toolId: string): void;
  selectModel(modelId: string): void;
}

/** What the composer itself can do, as rows of the "/" menu: what its buttons do, for hands on the keyboard. */
export const builtinCommands = (context: ChatContext, draft: DraftActions): Suggestion[] => {
  const t = context.translate();
  const { attachments, tools = [], models = [] } = context.options()?.composer ?? {};
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
  if (attachments?.enabled) {
    rows.push(row('attach', t('composer.attach'), 'lucide:paperclip', () => draft.pickFiles()));
  }
  for (const tool of tools) {
    rows.push(row(`tool:${tool.id}`, tool.label, tool.icon, () => draft.selectTool(tool.id), t('composer.tools')));
  }
  for (const model of models) {
    if (!model.disabled) {
      const group = t('composer.models');
      rows.push(row(`model:${model.id}`, model.label, undefined, () => draft.selectModel(model.id), group, model.description));
    }
  }
  return rows;
};
