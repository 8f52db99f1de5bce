import { defaultRangeExtractor, elementScroll, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Turn } from './group-turns.js';
import { guessTurnSize } from './turn-size.js';

export interface TurnWindow {
  readonly turns: Virtualizer<HTMLDivElement, HTMLElement>;
  /** Where the view was last; moved along with the window's own corrections, so that they do not look like the reader's. */
  readonly lastTop: RefObject<number>;
}

/** Turns drawn beyond what is in view, on each side. */
const OVERSCAN = 4;
/** Room above the first turn, where older ones announce themselves. */
export const ROOM_ABOVE = 32;

const turnOf = (node: Node | null | undefined): string | undefined => {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest<HTMLElement>('[data-turn]')?.dataset.turn;
};

/** Keys of turns that must stay, however far away: what has the focus, and the ends of a selection. */
const usePinned = (viewRef: RefObject<HTMLDivElement | null>): ReadonlySet<string> => {
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const root = viewRef.current?.getRootNode();
    if (!(root instanceof ShadowRoot)) {
      return undefined;
    }
    const note = (): void => {
      // Chromium's selection inside a shadow tree is known to the tree alone; elsewhere the document's has to do.
      const selection = (root as ShadowRoot & { getSelection?(): Selection | null }).getSelection?.() ?? document.getSelection();
      const ends = selection?.isCollapsed === false ? [selection.anchorNode, selection.focusNode] : [];
      const keys = [root.activeElement, ...ends].map(turnOf).filter((key) => key !== undefined);
      setPinned((before) => (before.size === new Set(keys).size && keys.every((key) => before.has(key)) ? before : new Set(keys)));
    };
    root.addEventListener('focusin', note);
    root.addEventListener('focusout', note);
    document.addEventListener('selectionchange', note);
    return () => {
      root.removeEventListener('focusin', note);
      root.removeEventListener('focusout', note);
      document.removeEventListener('selectionchange', note);
    };
  }, [viewRef]);
  return pinned;
};

/**
 * The turns near the view, out of however many there are. The last one is always there: it grows, and it knows where the
 * content ends. Turns that come in above leave what is in view where it is.
 */
export const useTurnWindow = (viewRef: RefObject<HTMLDivElement | null>, turns: readonly Turn[]): TurnWindow => {
  const pinned = usePinned(viewRef);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const kept = turns.flatMap((turn, index) => (pinned.has(turn.key) ? [index] : []));
      return [...new Set([...defaultRangeExtractor(range), ...kept, turns.length - 1])].sort((a, b) => a - b);
    },
    [turns, pinned],
  );
  const first = useRef(turns);
  const lastTop = useRef(0);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes here; what the window returns is read while drawing
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: turns.length,
    getScrollElement: () => viewRef.current,
    getItemKey: useCallback((index: number) => turns[index]?.key ?? index, [turns]),
    estimateSize: (index) => (turns[index] ? guessTurnSize(turns[index]) : 0),
    // A thread opens at its end.
    initialOffset: () => first.current.reduce((sum, turn) => sum + guessTurnSize(turn), 0),
    paddingStart: ROOM_ABOVE,
    overscan: OVERSCAN,
    rangeExtractor,
    anchorTo: 'end',
    // Following the end is decided in useThreadScroll alone.
    scrollEndThreshold: -1,
    scrollToFn: (offset, options, instance) => {
      elementScroll(offset, options, instance);
      lastTop.current = viewRef.current?.scrollTop ?? 0;
    },
    useFlushSync: false,
  });
  return { turns: virtualizer, lastTop };
};
