import type { ToolOption } from '@openai/chatkit';
import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { modelOf } from '../../state/composer.js';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { Icon, UiIcon } from '../icons/icon.js';
import { Menu, type MenuRow } from '../menu/menu.js';

/** A tool outside of the menu: pinned there, or chosen. */
const ToolChip = ({ tool, selected }: { tool: ToolOption; selected: boolean }): ReactNode => {
  const t = useText();
  const controller = useController();
  return (
    <button
      type="button"
      className={`tool-chip${selected ? ' selected' : ''}`}
      aria-pressed={selected}
      aria-label={selected ? t('composer.removeTool', { label: tool.label }) : tool.label}
      title={tool.label}
      onClick={() => {
        controller.composer.selectTool(selected ? null : tool.id);
        controller.composer.focus();
      }}
    >
      {tool.icon && <Icon name={tool.icon} size={16} />}
      <span className="tool-label">{selected ? (tool.shortLabel ?? tool.label) : tool.label}</span>
      {selected && <UiIcon name="close" size={14} />}
    </button>
  );
};

const useMenuTools = (): MenuRow[] => {
  const controller = useController();
  const tools = useChat((state) => state.options?.composer?.tools);
  const toolId = useChat((state) => state.composer.toolId);
  const select = (id: string): void => {
    controller.composer.selectTool(id === toolId ? null : id);
    controller.composer.focus();
  };
  return (tools ?? [])
    .filter((tool) => !tool.pinned)
    .map(({ id, label, icon }) => ({
      key: id,
      label,
      icon: icon && <Icon name={icon} />,
      chosen: id === toolId,
      onSelect: () => select(id),
    }));
};

const PlusMenu = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const attachments = useChat((state) => state.options?.composer?.attachments?.enabled === true);
  const tools = useMenuTools();
  const attach = {
    key: 'attach',
    label: t('composer.attach'),
    icon: <UiIcon name="attach" />,
    onSelect: () => controller.composer.pickFiles(),
  };
  const rows: MenuRow[] = attachments ? [attach, ...tools] : tools;
  if (rows.length === 0) {
    return null;
  }
  if (tools.length === 0) {
    return (
      <IconButton label={attach.label} className="tool-button" onClick={attach.onSelect}>
        <UiIcon name="attach" size={20} />
      </IconButton>
    );
  }
  return (
    <Menu label={t(attachments ? 'composer.add' : 'composer.tools')} rows={rows} placement="top-start" className="icon-button tool-button">
      <UiIcon name="plus" size={20} />
    </Menu>
  );
};

/** Types "@" for those who do not know that they can. */
const MentionButton = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const shown = useChat(({ options }) => options?.entities?.showComposerMenu === true && options.entities.onTagSearch !== undefined);
  if (!shown) {
    return null;
  }
  const mention = (): void => {
    const { text } = controller.store.get().composer;
    const gap = text === '' || /\s$/.test(text) ? '' : ' ';
    controller.composer.focus();
    controller.composer.insert(text.length, text.length, [{ type: 'input_text', text: `${gap}@` }]);
  };
  return (
    <IconButton label={t('composer.mention')} className="tool-button mention-button" onClick={mention}>
      <UiIcon name="mention" size={20} />
    </IconButton>
  );
};

export const ModelPicker = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const models = useChat((state) => state.options?.composer?.models);
  const value = useChat(modelOf);
  if (models === undefined || models.length === 0) {
    return null;
  }
  const current = models.find(({ id }) => id === value);
  const rows = models.map(({ id, label, description, disabled }) => ({
    key: id,
    label,
    description,
    disabled,
    chosen: id === value,
    onSelect: () => controller.composer.selectModel(id),
  }));
  return (
    <Menu
      label={current === undefined ? t('composer.models') : t('composer.model', { label: current.label })}
      rows={rows}
      placement="top-end"
      className="model-picker"
    >
      <span className="tool-label">{current?.label ?? t('composer.models')}</span>
      <UiIcon name="chevronDown" size={14} />
    </Menu>
  );
};

/** The left of the row below the draft: what can be added, and the tools at hand. */
export const ComposerTools = (): ReactNode => {
  const t = useText();
  const tools = useChat((state) => state.options?.composer?.tools);
  const selected = useChat((state) => state.composer.toolId);
  const shown = tools?.filter((tool) => tool.pinned || tool.id === selected) ?? [];
  return (
    <div className="composer-tools">
      <PlusMenu />
      <MentionButton />
      {shown.length > 0 && (
        <div className="tool-chips" role="group" aria-label={t('composer.tools')}>
          {shown.map((tool) => (
            <ToolChip key={tool.id} tool={tool} selected={tool.id === selected} />
          ))}
        </div>
      )}
    </div>
  );
};
