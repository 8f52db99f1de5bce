import type { ToolOption } from '@openai/chatkit';
import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useChat, useController } from '../chat-provider.js';
import { Icon, UiIcon } from '../icons/icon.js';

const ToolChip = ({ tool, selected }: { tool: ToolOption; selected: boolean }): ReactNode => {
  const controller = useController();
  return (
    <button
      type="button"
      className={`tool-chip${selected ? ' selected' : ''}`}
      aria-pressed={selected}
      onClick={() => controller.composer.selectTool(selected ? null : tool.id)}
    >
      {tool.icon && <Icon name={tool.icon} size={16} />}
      {selected ? (tool.shortLabel ?? tool.label) : tool.label}
      {selected && <UiIcon name="close" size={14} />}
    </button>
  );
};

const ModelPicker = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const models = useChat((state) => state.options?.composer?.models);
  const chosen = useChat((state) => state.composer.modelId);
  if (models === undefined || models.length === 0) {
    return null;
  }
  const value = chosen ?? models.find((model) => model.default)?.id ?? models[0]?.id;
  return (
    <select
      className="model-picker"
      aria-label={t('composer.models')}
      value={value}
      onChange={(event) => controller.composer.set({ selectedModelId: event.target.value })}
    >
      {models.map((model) => (
        <option key={model.id} value={model.id} disabled={model.disabled} title={model.description}>
          {model.label}
        </option>
      ))}
    </select>
  );
};

/** The row below the draft: tools on the left, the model on the right of them. */
export const ComposerTools = (): ReactNode => {
  const t = useText();
  const tools = useChat((state) => state.options?.composer?.tools);
  const selected = useChat((state) => state.composer.toolId);
  return (
    <div className="composer-tools">
      {tools !== undefined && tools.length > 0 && (
        <div className="tool-chips" role="group" aria-label={t('composer.tools')}>
          {tools.map((tool) => (
            <ToolChip key={tool.id} tool={tool} selected={tool.id === selected} />
          ))}
        </div>
      )}
      <ModelPicker />
    </div>
  );
};
