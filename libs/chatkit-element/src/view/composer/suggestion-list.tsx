import { Fragment, useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { SuggestState } from '../../state/chat-state.js';
import { useChat, useController } from '../chat-provider.js';
import { Icon } from '../icons/icon.js';

const MAX_HEIGHT = 320;

export const SUGGESTIONS_ID = 'suggestions';
export const suggestionId = (index: number): string => `${SUGGESTIONS_ID}-${index}`;

const Note = ({ suggest: { status, rows } }: { suggest: SuggestState }): ReactNode => {
  const t = useText();
  if (status === 'ready' && rows.length > 0) {
    return <span className="sr-only">{t('suggest.count', { count: rows.length })}</span>;
  }
  if (status === 'loading' && rows.length > 0) {
    return null;
  }
  return (
    <p className="menu-note">{t(status === 'loading' ? 'app.loading' : status === 'failed' ? 'suggest.failed' : 'suggest.nothing')}</p>
  );
};

/** Names the group that begins; a line where rows without one follow others. */
const GroupMark = ({ group, first }: { group: string | undefined; first: boolean }): ReactNode => {
  if (group !== undefined && group !== '') {
    return (
      <div className="menu-group" role="presentation">
        {group}
      </div>
    );
  }
  return first ? null : <div className="menu-line" role="presentation" />;
};

/** The menu does not outgrow the room above the composer. */
const keepInside = (menu: HTMLElement | null): void => {
  const [area, chat] = [menu?.parentElement, menu?.closest('.chat')];
  if (menu && area && chat) {
    const room = area.getBoundingClientRect().top - chat.getBoundingClientRect().top;
    menu.style.maxHeight = `${Math.min(MAX_HEIGHT, room - 4)}px`;
  }
};

const Rows = ({ suggest }: { suggest: SuggestState }): ReactNode => {
  const controller = useController();
  const list = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [suggest.active]);
  return (
    <div ref={list}>
      {suggest.rows.map((row, index) => (
        <Fragment key={row.key}>
          {row.group !== suggest.rows[index - 1]?.group && <GroupMark group={row.group} first={index === 0} />}
          {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the field keeps the focus and the keys: aria-activedescendant */}
          <div
            id={suggestionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === suggest.active}
            className={`menu-row${index === suggest.active ? ' active' : ''}`}
            onMouseDown={(event) => event.preventDefault()}
            // One row is marked, whoever points at it.
            onMouseMove={() => controller.composer.suggestions.point(index)}
            onClick={() => {
              controller.composer.suggestions.choose(row);
              controller.composer.focus();
            }}
          >
            {row.icon && <Icon name={row.icon} />}
            <span className="menu-text">
              <span className="menu-label" dir="auto">
                {row.label}
              </span>
              {row.description && <span className="menu-description">{row.description}</span>}
            </span>
          </div>
        </Fragment>
      ))}
    </div>
  );
};

/** The menu of the word before the caret, over the composer. */
export const SuggestionList = (): ReactNode => {
  const suggest = useChat((state) => state.suggest);
  return suggest && <Suggestions suggest={suggest} />;
};

const Suggestions = ({ suggest }: { suggest: SuggestState }): ReactNode => {
  const t = useText();
  const label = t(suggest.trigger.sign === '@' ? 'suggest.entities' : 'suggest.commands');
  return (
    <div ref={keepInside} className="menu suggest">
      <div id={SUGGESTIONS_ID} role="listbox" aria-label={label} aria-busy={suggest.status === 'loading'}>
        <Rows suggest={suggest} />
      </div>
      <div role="status">
        <Note suggest={suggest} />
      </div>
    </div>
  );
};
