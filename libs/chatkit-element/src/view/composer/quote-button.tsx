import { autoUpdate, flip, inline, offset, shift, useFloating } from '@floating-ui/react';
import { useEffect, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useChat, useController } from '../chat-provider.js';
import { UiIcon } from '../icons/icon.js';

/** Longer passages are cut: a quote says what is meant, it does not repeat it. */
const MAX_QUOTE = 2_000;

interface Passage {
  text: string;
  range: Range;
}

type SelectableRoot = ShadowRoot & { getSelection?: () => Selection | null };

/** The selected range inside of a shadow root; browsers disagree on who may tell. */
const rangeIn = (root: SelectableRoot): Range | null => {
  const selection = root.getSelection?.() ?? document.getSelection();
  if (selection === null || selection.rangeCount === 0) {
    return null;
  }
  const composed = selection as Selection & { getComposedRanges?: (options: { shadowRoots: ShadowRoot[] }) => StaticRange[] };
  const [found] = composed.getComposedRanges?.({ shadowRoots: [root] }) ?? [];
  if (found === undefined) {
    return selection.getRangeAt(0);
  }
  const range = document.createRange();
  range.setStart(found.startContainer, found.startOffset);
  range.setEnd(found.endContainer, found.endOffset);
  return range;
};

const messageOf = (node: Node): Element | null =>
  (node instanceof Element ? node : node.parentElement)?.closest('.assistant-message') ?? null;

/** What is selected within one message of the assistant. */
const selectedPassage = (root: SelectableRoot): Passage | null => {
  const range = rangeIn(root);
  const text = range?.toString().trim().slice(0, MAX_QUOTE) ?? '';
  if (range === null || text === '' || messageOf(range.startContainer) === null) {
    return null;
  }
  return messageOf(range.startContainer) === messageOf(range.endContainer) ? { text, range } : null;
};

/** Appears at a selected passage of an answer, and quotes it in the next message. */
export const QuoteButton = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const usable = useChat((state) => (state.thread.content.thread?.status.type ?? 'active') === 'active');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [passage, setPassage] = useState<Passage | null>(null);
  const [floating, setFloating] = useState<HTMLElement | null>(null);
  const { refs, floatingStyles } = useFloating({
    elements: { floating },
    open: passage !== null,
    placement: 'top',
    whileElementsMounted: autoUpdate,
    middleware: [inline(), offset(8), flip({ padding: 8 }), shift({ padding: 8 })],
  });
  useEffect(() => {
    const root = anchor?.getRootNode();
    if (!(root instanceof ShadowRoot)) {
      return undefined;
    }
    const look = (): void => {
      const found = selectedPassage(root);
      setPassage(found);
      if (found !== null) {
        refs.setPositionReference({
          getBoundingClientRect: () => found.range.getBoundingClientRect(),
          getClientRects: () => found.range.getClientRects(),
        });
      }
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [anchor, refs]);
  return (
    <span ref={setAnchor}>
      {passage !== null && usable && (
        <button
          ref={setFloating}
          type="button"
          className="quote-button"
          style={floatingStyles}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            controller.composer.quote(passage.text);
            document.getSelection()?.removeAllRanges();
            setPassage(null);
          }}
        >
          <UiIcon name="reply" size={16} />
          {t('composer.reply')}
        </button>
      )}
    </span>
  );
};
