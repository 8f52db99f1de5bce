import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { createGrouper, type Turn } from './group-turns.js';
import { TurnView } from './turn-view.js';
import { useThreadScroll } from './use-thread-scroll.js';
import { useTurnWindow } from './use-turn-window.js';

const useTurns = (): readonly Turn[] => {
  const entries = useChat((state) => state.thread.content.entries);
  const [group] = useState(createGrouper);
  return useMemo(() => group(entries), [group, entries]);
};

/** Asks for older items as soon as the reader comes near the first one. */
const OlderLoader = ({ root }: { root: () => HTMLElement | null }): ReactNode => {
  const t = useText();
  const controller = useController();
  const loading = useChat((state) => state.thread.loadingOlder);
  const mark = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    const element = mark.current;
    if (element === null || loading) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && void controller.threads.loadOlder(),
      {
        root: root(),
        rootMargin: '1200px 0px 0px 0px',
      },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [controller, loading, root]);
  return (
    <div ref={mark} className="older">
      {loading && <span className="spinner" role="img" aria-label={t('thread.loadingOlder')} />}
    </div>
  );
};

/** The turns of one thread, as many as are near the view. */
const Conversation = (): ReactNode => {
  const t = useText();
  const turns = useTurns();
  const liveTurn = useChat((state) => state.answer.liveTurn);
  const follow = useChat((state) => state.options?.thread?.autoScroll === true);
  const hasOlder = useChat((state) => state.thread.older !== null);
  const view = useRef<HTMLDivElement | null>(null);
  const root = useCallback(() => view.current, []);
  const turnWindow = useTurnWindow(view, turns);
  const last = turns.length - 1;
  const liveIndex = liveTurn !== null && turns[last]?.key === liveTurn ? last : -1;
  const { atEnd, toEnd } = useThreadScroll(view, turnWindow, { liveIndex, liveTurn, follow });
  const { turns: list } = turnWindow;
  return (
    <div className="thread">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className="scroll" ref={view} part="thread" role="group" aria-label={t('thread.label')} tabIndex={0}>
        <div className="column" style={{ height: list.getTotalSize() }}>
          {hasOlder && <OlderLoader root={root} />}
          {list.getVirtualItems().map(({ index, key, start }) => {
            const turn = turns[index];
            return (
              turn && (
                <div key={key} ref={list.measureElement} data-index={index} className="turn-place" style={{ top: start }}>
                  <TurnView turn={turn} index={index} count={turns.length} last={index === last} live={index === liveIndex} />
                </div>
              )
            );
          })}
        </div>
      </div>
      <IconButton
        label={t('thread.toEnd')}
        part="to-end"
        className={`to-end${atEnd ? ' away' : ''}`}
        tabIndex={atEnd ? -1 : 0}
        aria-hidden={atEnd}
        onClick={({ detail }) => {
          toEnd();
          // The button goes away under the finger of who has pressed a key.
          if (detail === 0) {
            view.current?.focus({ preventScroll: true });
          }
        }}
      >
        <UiIcon name="down" />
      </IconButton>
    </div>
  );
};

/** The conversation: turns in a column, with a way back to the end. Another thread begins anew. */
export const ThreadView = (): ReactNode => {
  const viewKey = useChat((state) => state.thread.viewKey);
  return <Conversation key={viewKey} />;
};
