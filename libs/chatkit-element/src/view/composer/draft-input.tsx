import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useChat, useController } from '../chat-provider.js';

/** Enter sends; Shift+Enter breaks the line; Enter that ends the composition of a character does neither. */
const sends = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' &&
  !event.shiftKey &&
  !event.altKey &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.nativeEvent.isComposing &&
  event.keyCode !== 229;

interface DraftInputProps {
  placeholder: string;
  disabled: boolean;
  describedBy: string | undefined;
}

/** The text of the draft. A copy of it in the same grid cell gives the field its height, up to a limit of the style sheet. */
export const DraftInput = ({ placeholder, disabled, describedBy }: DraftInputProps): ReactNode => {
  const t = useText();
  const controller = useController();
  const text = useChat((state) => state.composer.text);
  const focusRequests = useChat((state) => state.composer.focusRequests);
  const field = useRef<HTMLTextAreaElement | null>(null);
  useEffect(() => {
    if (focusRequests > 0) {
      field.current?.focus();
    }
  }, [focusRequests]);
  return (
    <div className="draft" data-text={text}>
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        disabled={disabled}
        placeholder={placeholder}
        aria-label={t('composer.label')}
        aria-describedby={describedBy}
        enterKeyHint="send"
        onChange={(event) => controller.composer.setText(event.target.value)}
        onKeyDown={(event) => {
          if (!sends(event)) {
            return;
          }
          event.preventDefault();
          controller.composer.submit();
        }}
      />
    </div>
  );
};
