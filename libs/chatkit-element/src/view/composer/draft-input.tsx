import { useEffect, useLayoutEffect, useRef, type ClipboardEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { UserMessageContent } from '@frontdesk/chatkit-protocol';
import { useText } from '../../locale/locale-context.js';
import { contentBetween, type Draft } from '../../state/draft.js';
import type { ChatController } from '../../state/chat-controller.js';
import { useChat, useController } from '../chat-provider.js';
import { suggestionId, SUGGESTIONS_ID } from './suggestion-list.js';

/** Tags survive being cut and pasted; other programs get the text. */
const DRAFT_TYPE = 'application/x-frontdesk-draft';

/** While a character is being composed every key belongs to the input method. */
const isComposing = (event: KeyboardEvent): boolean => event.nativeEvent.isComposing || event.keyCode === 229;

/** Enter sends; Shift+Enter breaks the line. */
const sends = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;

/** Keys of an open menu. @returns whether the key was one */
const menuKey = (controller: ChatController, event: KeyboardEvent): boolean => {
  const { suggestions } = controller.composer;
  if (controller.store.get().suggest === null || event.shiftKey) {
    return false;
  }
  switch (event.key) {
    case 'ArrowDown':
      suggestions.move(1);
      return true;
    case 'ArrowUp':
      suggestions.move(-1);
      return true;
    case 'Escape':
      suggestions.dismiss();
      return true;
    case 'Enter':
    case 'Tab':
      return suggestions.choose();
    default:
      return false;
  }
};

const onKey = (controller: ChatController, event: KeyboardEvent): void => {
  if (isComposing(event)) {
    return;
  }
  if (menuKey(controller, event)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (sends(event)) {
    event.preventDefault();
    controller.composer.submit();
  }
};

const onCopy = (controller: ChatController, event: ClipboardEvent<HTMLTextAreaElement>): void => {
  const { selectionStart: from, selectionEnd: to } = event.currentTarget;
  const { composer } = controller.store.get();
  const content = contentBetween(composer, from, to);
  if (!content.some((part) => part.type === 'input_tag')) {
    return;
  }
  event.preventDefault();
  event.clipboardData.setData('text/plain', composer.text.slice(from, to));
  event.clipboardData.setData(DRAFT_TYPE, JSON.stringify(content));
  if (event.type === 'cut') {
    controller.composer.insert(from, to, []);
  }
};

const onPaste = (controller: ChatController, event: ClipboardEvent<HTMLTextAreaElement>): void => {
  const files = [...event.clipboardData.files];
  // A cell of a table comes as text and as its picture: whoever pastes into a text field means the text.
  if (files.length > 0 && event.clipboardData.getData('text/plain') === '' && controller.composer.uploads.option !== null) {
    event.preventDefault();
    controller.composer.uploads.add(files);
    return;
  }
  const draft = event.clipboardData.getData(DRAFT_TYPE);
  if (draft !== '') {
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    controller.composer.insert(selectionStart, selectionEnd, JSON.parse(draft) as UserMessageContent[]);
  }
};

/** A copy of the text under the field, in the same place: it gives the field its height, and the tags their ground. */
const Underlay = ({ text, tags }: Draft): ReactNode => {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of tags) {
    pieces.push(<span key={at} data-text={text.slice(at, start)} />);
    pieces.push(<span key={`tag ${start}`} className="draft-tag" data-text={text.slice(start, end)} />);
    at = end;
  }
  // The blank keeps room for a last line that is still empty.
  pieces.push(<span key={at} data-text={`${text.slice(at)} `} />);
  return (
    <div className="draft-underlay" aria-hidden="true">
      {pieces}
    </div>
  );
};

const useFocusAndCaret = (field: RefObject<HTMLTextAreaElement | null>): void => {
  const controller = useController();
  const focusRequests = useChat((state) => state.composer.focusRequests);
  const caret = useChat((state) => state.composer.caret);
  useLayoutEffect(() => {
    if (caret !== null) {
      field.current?.setSelectionRange(caret.at, caret.at);
    }
  }, [caret, field]);
  useEffect(() => {
    if (controller.composer.serves('focusRequests')) {
      field.current?.focus();
    }
  }, [controller, focusRequests, field]);
};

/** React's own event for it does not come in a shadow root; browsers differ in which of these tells first. */
const CARET_EVENTS = ['selectionchange', 'keyup', 'pointerup'];

/** Tells the composer where the caret has gone. */
const useCaretWatch = (fieldRef: RefObject<HTMLTextAreaElement | null>): void => {
  const controller = useController();
  useEffect(() => {
    const field = fieldRef.current;
    let last = 0;
    const look = (): void => {
      // What is not drawn yet has its own caret to come.
      if (field === null || field.value !== controller.store.get().composer.text) {
        return;
      }
      const { selectionStart, selectionEnd } = field;
      const moved = selectionStart === selectionEnd && selectionStart !== last;
      last = moved ? controller.composer.caretMoved(selectionStart, last) : selectionEnd;
    };
    CARET_EVENTS.forEach((type) => field?.addEventListener(type, look));
    return () => CARET_EVENTS.forEach((type) => field?.removeEventListener(type, look));
  }, [controller, fieldRef]);
};

const useMenuAria = (): Record<string, string | undefined> => {
  const controller = useController();
  const suggest = useChat((state) => state.suggest);
  const offers = useChat(() => controller.composer.suggestions.enabled('@') || controller.composer.suggestions.enabled('/'));
  if (!offers) {
    return {};
  }
  return {
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': suggest === null ? undefined : SUGGESTIONS_ID,
    'aria-activedescendant': suggest === null || suggest.rows.length === 0 ? undefined : suggestionId(suggest.active),
  };
};

interface DraftInputProps {
  placeholder: string;
  disabled: boolean;
  describedBy: string | undefined;
}

/** The text of the draft, with its tags and the keys of the menus. */
export const DraftInput = ({ placeholder, disabled, describedBy }: DraftInputProps): ReactNode => {
  const t = useText();
  const controller = useController();
  const text = useChat((state) => state.composer.text);
  const tags = useChat((state) => state.composer.tags);
  const field = useRef<HTMLTextAreaElement | null>(null);
  useFocusAndCaret(field);
  useCaretWatch(field);
  const menuAria = useMenuAria();
  return (
    <div className="draft">
      <Underlay text={text} tags={tags} />
      <textarea
        ref={field}
        rows={1}
        // Without a text it begins where the chat's lines begin, not where English would.
        dir={text === '' ? undefined : 'auto'}
        value={text}
        disabled={disabled}
        placeholder={placeholder}
        aria-label={t('composer.label')}
        aria-describedby={describedBy}
        {...menuAria}
        enterKeyHint="send"
        onChange={(event) => controller.composer.edit(event.target.value, event.target.selectionStart)}
        onKeyDown={(event) => onKey(controller, event)}
        onCopy={(event) => onCopy(controller, event)}
        onCut={(event) => onCopy(controller, event)}
        onPaste={(event) => onPaste(controller, event)}
        onBlur={() => controller.composer.suggestions.close()}
      />
    </div>
  );
};
