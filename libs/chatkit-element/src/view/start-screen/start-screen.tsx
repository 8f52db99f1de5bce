import type { StartScreenPrompt } from '@openai/chatkit';
import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { wireContent } from '../../state/draft.js';
import type { UserMessageContentInput } from '@frontdesk/chatkit-protocol';
import { useChat, useController } from '../chat-provider.js';
import { Icon } from '../icons/icon.js';

const contentOf = (prompt: StartScreenPrompt['prompt']): UserMessageContentInput[] =>
  typeof prompt === 'string' ? [{ type: 'input_text', text: prompt }] : wireContent(prompt);

const Prompt = ({ prompt }: { prompt: StartScreenPrompt }): ReactNode => {
  const controller = useController();
  return (
    <li>
      <button
        type="button"
        className="prompt"
        part="prompt"
        onClick={() => controller.composer.sendPrompt(contentOf(prompt.prompt))}
      >
        {prompt.icon && <Icon name={prompt.icon} />}
        <span dir="auto">{prompt.label}</span>
      </button>
    </li>
  );
};

/** Greeting and suggestions of a new conversation. */
export const StartScreen = (): ReactNode => {
  const t = useText();
  const start = useChat((state) => state.options?.startScreen);
  return (
    <div className="start" part="start-screen">
      <h3 className="greeting">
        <bdi>{start?.greeting ?? t('start.greeting')}</bdi>
      </h3>
      {start?.prompts && start.prompts.length > 0 && (
        <ul className="prompts" aria-label={t('start.prompts')}>
          {start.prompts.map((prompt, index) => (
            <Prompt key={index} prompt={prompt} />
          ))}
        </ul>
      )}
    </div>
  );
};
