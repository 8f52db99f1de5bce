import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Below this distance (px) the reader counts as being at the end. */
const NEAR_END = 80;
/** Space left below the last line when the view is moved to the end. */
const END_MARGIN = 24;

const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** How far the end of the content lies below the view; negative when it is visible. The room of a live turn does not count. */
const distanceToEnd = (view: HTMLElement): number => {
  const end = view.querySelector('.content-end');
  return end === null ? 0 : end.getBoundingClientRect().bottom - view.getBoundingClientRect().bottom;
};

export interface ThreadScroll {
  ref: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  toEnd(): void;
}

/**
 * Scrolling of a thread: an opened thread shows its end; a new question moves to the top of the view and its answer
 * grows below; the view follows only while the reader is at the end (`follow`) or has asked for the end.
 * @param threadKey changes when another thread is shown; @param firstItem id of the first item, to keep the place when older ones come
 */
export const useThreadScroll = (threadKey: string, firstItem: string | undefined, liveTurn: string | null, follow: boolean): ThreadScroll => {
  const ref = useRef<HTMLDivElement | null>(null);
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(false);
  const lastTop = useRef(0);
  const lastHeight = useRef(0);

  const moveToEnd = useCallback((smooth: boolean) => {
    const view = ref.current;
    if (view === null) return;
    view.scrollTo({ top: view.scrollTop + distanceToEnd(view) + END_MARGIN, behavior: smooth && !reducedMotion() ? 'smooth' : 'instant' });
  }, []);

  useKeepPlace(ref, firstItem, lastHeight);

  // An opened thread shows its newest turn.
  useLayoutEffect(() => {
    if (liveTurn === null) moveToEnd(false);
  }, [threadKey, moveToEnd, liveTurn]);

  useLayoutEffect(() => {
    if (liveTurn === null) return;
    following.current = false;
    const view = ref.current;
    const turn = view?.querySelector(`[data-turn="${CSS.escape(liveTurn)}"]`);
    if (!view || !turn) return;
    const top = view.scrollTop + turn.getBoundingClientRect().top - view.getBoundingClientRect().top;
    view.scrollTo({ top, behavior: reducedMotion() ? 'instant' : 'smooth' });
  }, [liveTurn]);

  useEffect(() => {
    const view = ref.current;
    const content = view?.firstElementChild;
    if (!view || !content) return undefined;
    const measure = (): void => setAtEnd(distanceToEnd(view) < NEAR_END);
    const onScroll = (): void => {
      // Upwards is always the reader: nothing here ever moves the view up.
      if (view.scrollTop < lastTop.current - 2) following.current = false;
      else if (follow && distanceToEnd(view) < NEAR_END) following.current = true;
      lastTop.current = view.scrollTop;
      measure();
    };
    const grown = new ResizeObserver(() => {
      if (following.current && distanceToEnd(view) > 0) moveToEnd(false);
      lastHeight.current = view.scrollHeight;
      measure();
    });
    grown.observe(content);
    grown.observe(view);
    view.addEventListener('scroll', onScroll, { passive: true });
    following.current = follow;
    return () => {
      grown.disconnect();
      view.removeEventListener('scroll', onScroll);
    };
  }, [follow, moveToEnd, threadKey]);

  const toEnd = useCallback(() => {
    following.current = true;
    moveToEnd(true);
  }, [moveToEnd]);
  return { ref, atEnd, toEnd };
};

/** Older items come in above: what the reader looks at stays where it is. */
const useKeepPlace = (ref: RefObject<HTMLDivElement | null>, firstItem: string | undefined, lastHeight: RefObject<number>): void => {
  const first = useRef(firstItem);
  useLayoutEffect(() => {
    const view = ref.current;
    if (view !== null && first.current !== undefined && firstItem !== first.current && lastHeight.current > 0) {
      view.scrollTop += view.scrollHeight - lastHeight.current;
    }
    first.current = firstItem;
    lastHeight.current = view?.scrollHeight ?? 0;
  }, [ref, firstItem, lastHeight]);
};
