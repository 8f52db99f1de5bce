import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { isAnswering } from '../../state/chat-state.js';
import { sendBlock } from '../../state/composer.js';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';

/** Sends, and says why it cannot; while an answer streams it stops that instead. */
export const SendButton = ({ blocked }: { blocked: boolean }): ReactNode => {
  const t = useText();
  const controller = useController();
  const answering = useChat(isAnswering);
  const stopping = useChat((state) => state.answer.phase === 'stopping');
  const stoppable = useChat((state) => state.thread.content.allowCancel);
  const block = useChat(sendBlock);
  if (answering && stoppable) {
    return (
      <IconButton
        label={t(stopping ? 'composer.stopping' : 'composer.stop')}
        className="send stop"
        disabled={stopping}
        onClick={({ detail }) => {
          void controller.conversation.stop();
          // A button that waits cannot keep the focus of who has pressed a key.
          if (detail === 0) {
            controller.composer.focus();
          }
        }}
      >
        <UiIcon name="stop" size={14} />
      </IconButton>
    );
  }
  return (
    <IconButton
      label={t(block ?? 'composer.send')}
      className="send"
      part="send-button"
      disabled={blocked || block !== null}
      onClick={() => {
        if (controller.composer.submit()) {
          controller.composer.focus();
        }
      }}
    >
      <UiIcon name="send" size={20} />
    </IconButton>
  );
};
