import type { ThreadState } from '@frontdesk/chatkit-client';
import type { StructuredInputItem } from '@frontdesk/chatkit-protocol';
import { useId, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { isAnswering, type ChatState } from '../../state/chat-state.js';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { Markdown } from '../markdown/markdown.js';
import { ComposerTools, ModelPicker } from './composer-tools.js';
import { DictationBar, DictationButton } from './dictation-bar.js';
import { DraftInput } from './draft-input.js';
import { DraftProblems, FileChips } from './file-chips.js';
import { FilePicker } from './file-intake.js';
import { SendButton } from './send-button.js';
import { StructuredInputForm } from './structured-input-form.js';
import { SuggestionList } from './suggestion-list.js';

const Quote = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const reply = useChat((state) => state.composer.reply);
  if (reply === null) {
    return null;
  }
  return (
    <div className="quote" aria-label={t('composer.quote')} role="group">
      <UiIcon name="quote" size={16} />
      <p dir="auto">{reply}</p>
      <IconButton label={t('composer.removeQuote')} className="small" onClick={() => controller.composer.removeReply()}>
        <UiIcon name="close" size={16} />
      </IconButton>
    </div>
  );
};

const usePlaceholder = (lockedReason: string | null): string => {
  const t = useText();
  const option = useChat((state) => state.options?.composer);
  const toolId = useChat((state) => state.composer.toolId);
  const tool = option?.tools?.find((entry) => entry.id === toolId);
  return lockedReason ?? tool?.placeholderOverride ?? option?.placeholder ?? t('composer.placeholder');
};

const Closed = ({ reason }: { reason: string | undefined }): ReactNode => {
  const t = useText();
  const controller = useController();
  return (
    <div className="closed">
      <UiIcon name="closed" />
      <p>{reason ?? t('composer.closed')}</p>
      <button type="button" className="button small" onClick={() => controller.openThread(null)}>
        {t('composer.closedNew')}
      </button>
    </div>
  );
};

const pendingInput = ({ entries }: ThreadState): StructuredInputItem | null => {
  const last = entries.findLast((entry) => entry.item.type !== 'end_of_turn')?.item;
  return last?.type === 'structured_input' && last.status === 'pending' ? last : null;
};

/** Whether the text has the composer for itself, with nothing but the send button beside it. */
const isPlain = ({ options }: ChatState): boolean => {
  const { tools = [], models = [], attachments, dictation } = options?.composer ?? {};
  const extras = [attachments?.enabled, dictation?.enabled, options?.entities?.showComposerMenu];
  return tools.length + models.length === 0 && !extras.includes(true);
};

const Buttons = ({ plain, blocked }: { plain: boolean; blocked: boolean }): ReactNode => {
  const dictating = useChat((state) => state.dictation !== 'idle');
  if (dictating) {
    return <DictationBar />;
  }
  return (
    <div className="composer-row">
      {!plain && <ComposerTools />}
      {!plain && <ModelPicker />}
      {!plain && <DictationButton />}
      <SendButton blocked={blocked} />
    </div>
  );
};

const Form = (): ReactNode => {
  const t = useText();
  const reasonId = useId();
  const status = useChat((state) => state.thread.content.thread?.status);
  const loading = useChat((state) => state.thread.loading);
  const plain = useChat(isPlain);
  const locked = status?.type === 'locked';
  const placeholder = usePlaceholder(locked ? (status.reason ?? t('composer.locked')) : null);
  return (
    <form
      className={`composer${locked ? ' locked' : ''}${plain ? ' plain' : ''}`}
      part="composer"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Quote />
      <FileChips />
      <DraftProblems />
      <div className="composer-body">
        {locked && <UiIcon name="lock" size={16} />}
        <DraftInput placeholder={placeholder} disabled={locked} describedBy={locked ? reasonId : undefined} />
        {locked && (
          <span id={reasonId} className="sr-only">
            {placeholder}
          </span>
        )}
        {!locked && <Buttons plain={plain} blocked={loading} />}
      </div>
      <FilePicker />
    </form>
  );
};

/** Where the reader writes, or answers the assistant's questions, or learns why nothing can be written. */
export const Composer = (): ReactNode => {
  // What goes away with the focus in it says nothing: the focus is then still believed to be here.
  const [focused, setFocused] = useState(false);
  const status = useChat((state) => state.thread.content.thread?.status);
  const question = useChat((state) => (isAnswering(state) ? null : pendingInput(state.thread.content)));
  const disclaimer = useChat((state) => state.options?.disclaimer);
  return (
    <div className="composer-area" onFocus={() => setFocused(true)} onBlur={() => setFocused(false)}>
      <SuggestionList />
      {status?.type === 'closed' ? (
        <Closed reason={status.reason} />
      ) : question === null ? (
        <Form />
      ) : (
        <StructuredInputForm key={question.id} item={question} takesFocus={focused} />
      )}
      {disclaimer && (
        <div className={`disclaimer${disclaimer.highContrast ? ' strong' : ''}`}>
          <Markdown text={disclaimer.text} />
        </div>
      )}
    </div>
  );
};
