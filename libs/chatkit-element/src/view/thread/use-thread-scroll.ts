import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { TurnWindow } from './use-turn-window.js';

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
  /** Place of the question that is being answered; it moves to the top of the view. */
  liveIndex: number;
  /** Key of that question's turn. */
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
  { turns, lastTop }: TurnWindow,
  { liveIndex, liveTurn, follow }: ScrollState,
): { atEnd: boolean; toEnd: () => void } => {
  // What is opened at its end stays there while its sizes become known, until the reader scrolls.
  const following = useRef(liveTurn === null);

  useLayoutEffect(() => {
    if (liveTurn === null) {
      moveToEnd(viewRef.current, false);
    }
  }, [viewRef, liveTurn]);

  useLayoutEffect(() => {
    if (liveTurn !== null && liveIndex >= 0) {
      following.current = false;
      turns.scrollToIndex(liveIndex, { align: 'start', behavior: reducedMotion() ? 'auto' : 'smooth' });
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- its place changes when older turns come in above, and then nothing has to move
  }, [turns, liveTurn]);

  const atEnd = useFollowing(viewRef, lastTop, following, follow);
  const toEnd = useCallback(() => {
    following.current = true;
    moveToEnd(viewRef.current, true);
  }, [viewRef]);
  return { atEnd, toEnd };
};

/** Keeps the end in view while it is followed. @returns whether the end is in view */
const useFollowing = (viewRef: View, lastTop: RefObject<number>, followingRef: RefObject<boolean>, follow: boolean): boolean => {
  const [atEnd, setAtEnd] = useState(true);
  useEffect(() => {
    const view = viewRef.current;
    const content = view?.firstElementChild;
    if (!view || !content) {
      return undefined;
    }
    const measure = (): void => setAtEnd(distanceToEnd(view) < NEAR_END);
    const onScroll = (): void => {
      // Upwards is the reader, unless the content became shorter: the window's own corrections are in `lastTop` already.
      const atLimit = view.scrollTop >= view.scrollHeight - view.clientHeight - 2;
      if (view.scrollTop < lastTop.current - 2 && !atLimit) {
        followingRef.current = false;
      } else if (follow && distanceToEnd(view) < NEAR_END) {
        followingRef.current = true;
      }
      lastTop.current = view.scrollTop;
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
  }, [viewRef, lastTop, followingRef, follow]);
  return atEnd;
};
