import { useMemo, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { AssistantMessageItem } from '@frontdesk/chatkit-protocol';
import { Markdown } from '../markdown/markdown.js';
import { CitationMarks } from '../markdown/citation-marks.js';
import { CitationProvider } from '../markdown/markdown-context.js';
import { Citation } from './citation.js';
import { Sources } from './sources.js';

type Content = AssistantMessageItem['content'][number];

const ContentPart = ({ part, running }: { part: Content; running: boolean }): ReactNode => {
  const { text, annotations } = part;
  const [marks] = useState(() => new CitationMarks());
  const cited = annotations?.length ? marks.read(text, annotations) : null;
  const groups = cited?.groups;
  const render = useMemo(
    () =>
      (number: number): ReactNode => {
        const group = groups?.[number];
        return group === undefined ? null : <Citation annotations={group} />;
      },
    [groups],
  );
  return (
    <CitationProvider value={render}>
      <Markdown text={cited?.text ?? text} streaming={running} />
    </CitationProvider>
  );
};

/** What the assistant said, with marks where it cites, and all sources below. */
export const AssistantMessage = ({ item, running }: { item: AssistantMessageItem; running: boolean }): ReactNode => {
  const t = useText();
  return (
    <div className="assistant-message" part="assistant-message">
      <span className="avatar" part="assistant-avatar" aria-hidden="true" />
      <h3 className="sr-only">{t('thread.assistant')}</h3>
      {item.content.map((part, index) => (
        <ContentPart key={index} part={part} running={running} />
      ))}
      {!running && <Sources annotations={item.content.flatMap((part) => part.annotations ?? [])} />}
    </div>
  );
};
