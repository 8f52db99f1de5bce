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

type View = RefObject<HTMLDivElement | null>;

interface ScrollState {
  /** Changes when another thread is shown. */
  viewKey: number;
  /** Key of the first item, to keep the place when older ones come in above. */
  firstItem: string | undefined;
  /** The question that is being answered; it moves to the top of the view. */
  liveTurn: string | null;
  /** Whether the view follows the answer while the reader is at the end. */
  follow: boolean;
}

const moveToEnd = (view: HTMLElement | null, smooth: boolean): void => {
  const top = view === null ? 0 : view.scrollTop + distanceToEnd(view) + END_MARGIN;
  view?.scrollTo({ top, behavior: smooth && !reducedMotion() ? 'smooth' : 'instant' });
};

/**
 * Scrolling of a thread: an opened thread shows its end; a new question moves to the top of the view and its answer
 * grows below; the view follows only while the reader is at the end (`follow`) or has asked for the end.
 */
export const useThreadScroll = (
  viewRef: View,
  { viewKey, firstItem, liveTurn, follow }: ScrollState,
): { atEnd: boolean; toEnd: () => void } => {
  const following = useRef(false);
  useKeepPlace(viewRef, firstItem);

  // An opened thread shows its newest turn.
  useLayoutEffect(() => {
    if (liveTurn === null) {
      moveToEnd(viewRef.current, false);
    }
  }, [viewRef, viewKey, liveTurn]);

  useLayoutEffect(() => {
    const turn = liveTurn === null ? null : viewRef.current?.querySelector(`[data-turn="${CSS.escape(liveTurn)}"]`);
    if (viewRef.current === null || !turn) {
      return;
    }
    following.current = false;
    const top = viewRef.current.scrollTop + turn.getBoundingClientRect().top - viewRef.current.getBoundingClientRect().top;
    viewRef.current.scrollTo({ top, behavior: reducedMotion() ? 'instant' : 'smooth' });
  }, [viewRef, liveTurn]);

  const atEnd = useFollowing(viewRef, following, follow);
  const toEnd = useCallback(() => {
    following.current = true;
    moveToEnd(viewRef.current, true);
  }, [viewRef]);
  return { atEnd, toEnd };
};

/** Keeps the end in view while it is followed. @returns whether the end is in view */
const useFollowing = (viewRef: View, followingRef: RefObject<boolean>, follow: boolean): boolean => {
  const [atEnd, setAtEnd] = useState(true);
  useEffect(() => {
    const view = viewRef.current;
    const content = view?.firstElementChild;
    if (!view || !content) {
      return undefined;
    }
    let lastTop = view.scrollTop;
    const measure = (): void => setAtEnd(distanceToEnd(view) < NEAR_END);
    const onScroll = (): void => {
      // Upwards is always the reader: nothing here ever moves the view up.
      if (view.scrollTop < lastTop - 2) {
        followingRef.current = false;
      } else if (follow && distanceToEnd(view) < NEAR_END) {
        followingRef.current = true;
      }
      lastTop = view.scrollTop;
      measure();
    };
    const grown = new ResizeObserver(() => {
      if (followingRef.current && distanceToEnd(view) > 0) {
        moveToEnd(view, false);
      }
      measure();
    });
    grown.observe(content);
    grown.observe(view);
    view.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      grown.disconnect();
      view.removeEventListener('scroll', onScroll);
    };
  }, [viewRef, followingRef, follow]);
  return atEnd;
};

/** Older items come in above: what the reader looks at stays where it is. */
const useKeepPlace = (viewRef: View, firstItem: string | undefined): void => {
  const firstRef = useRef(firstItem);
  const anchorRef = useRef<{ element: Element; top: number } | null>(null);
  useLayoutEffect(() => {
    const anchor = anchorRef.current;
    if (viewRef.current !== null && anchor?.element.isConnected && firstRef.current !== firstItem) {
      viewRef.current.scrollTop += anchor.element.getBoundingClientRect().top - anchor.top;
    }
    firstRef.current = firstItem;
  }, [viewRef, firstItem]);
  useEffect(() => {
    const element = viewRef.current;
    if (element === null) {
      return undefined;
    }
    const remember = (): void => {
      const turn = element.querySelector('.turn');
      anchorRef.current = turn === null ? null : { element: turn, top: turn.getBoundingClientRect().top };
    };
    remember();
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [viewRef, firstItem]);
};
