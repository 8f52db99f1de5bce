import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { createGrouper, type Turn } from './group-turns.js';
import { TurnView } from './turn-view.js';
import { useThreadScroll } from './use-thread-scroll.js';

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
        rootMargin: '400px 0px 0px 0px',
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

/** The conversation: turns in a column, with a way back to the end. */
export const ThreadView = (): ReactNode => {
  const t = useText();
  const turns = useTurns();
  const viewKey = useChat((state) => state.thread.viewKey);
  const liveTurn = useChat((state) => state.answer.liveTurn);
  const autoScroll = useChat((state) => state.options?.thread?.autoScroll === true);
  const hasOlder = useChat((state) => state.thread.older !== null);
  const firstItem = useChat((state) => state.thread.content.entries[0]?.key);
  const view = useRef<HTMLDivElement | null>(null);
  const root = useCallback(() => view.current, []);
  const { atEnd, toEnd } = useThreadScroll(view, { viewKey, firstItem, liveTurn, follow: autoScroll });
  return (
    <div className="thread">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className="scroll" ref={view} part="thread" role="group" aria-label={t('thread.label')} tabIndex={0}>
        <div className="column">
          {hasOlder && <OlderLoader root={root} />}
          {turns.map((turn, index) => (
            <TurnView
              key={turn.key}
              turn={turn}
              last={index === turns.length - 1}
              live={turn.key === liveTurn && index === turns.length - 1}
            />
          ))}
        </div>
      </div>
      <IconButton
        label={t('thread.toEnd')}
        className={`to-end${atEnd ? ' away' : ''}`}
        tabIndex={atEnd ? -1 : 0}
        aria-hidden={atEnd}
        onClick={toEnd}
      >
        <UiIcon name="down" />
      </IconButton>
    </div>
  );
};
