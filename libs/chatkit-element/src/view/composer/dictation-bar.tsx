import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';

export const DictationButton = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const enabled = useChat((state) => state.options?.composer?.dictation?.enabled === true);
  if (!enabled) {
    return null;
  }
  return (
    <IconButton label={t('dictation.start')} className="tool-button" onClick={() => void controller.dictation.start()}>
      <UiIcon name="mic" size={20} />
    </IconButton>
  );
};

/** In the place of the composer's buttons while the reader speaks. */
export const DictationBar = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const phase = useChat((state) => state.dictation);
  const finish = useRef<HTMLButtonElement | null>(null);
  useEffect(() => {
    if (phase === 'recording') {
      finish.current?.focus();
    }
  }, [phase]);
  if (phase === 'idle') {
    return null;
  }
  return (
    <div className={`dictation ${phase}`}>
      {phase === 'recording' ? <span className="dictation-mark" aria-hidden="true" /> : <span className="spinner" aria-hidden="true" />}
      <p role="status">{t(`dictation.${phase}`)}</p>
      <IconButton
        label={t('dictation.cancel')}
        onClick={() => {
          controller.dictation.cancel();
          controller.composer.focus();
        }}
      >
        <UiIcon name="close" />
      </IconButton>
      {phase === 'recording' && (
        <button
          ref={finish}
          type="button"
          className="icon-button send"
          aria-label={t('dictation.finish')}
          title={t('dictation.finish')}
          onClick={() => void controller.dictation.finish()}
        >
          <UiIcon name="check" size={20} />
        </button>
      )}
    </div>
  );
};
