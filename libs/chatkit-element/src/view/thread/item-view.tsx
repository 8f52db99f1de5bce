import { memo, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { ThreadEntry } from '@frontdesk/chatkit-client';
import type { AssistantMessageItem, GeneratedImageItem } from '@frontdesk/chatkit-protocol';
import { Markdown } from '../markdown/markdown.js';
import { safeServerImage } from '../markdown/safe-url.js';
import { WidgetView } from '../widgets/widget-view.js';
import { AnsweredInput } from './answered-input.js';
import { Sources } from './sources.js';
import { TaskView, WorkflowView } from './workflow-view.js';

const AssistantMessage = ({ item, running }: { item: AssistantMessageItem; running: boolean }): ReactNode => {
  const t = useText();
  return (
    <div className="assistant-message" part="assistant-message">
      <span className="avatar" part="assistant-avatar" aria-hidden="true" />
      <h3 className="sr-only">{t('thread.assistant')}</h3>
      {item.content.map((part, index) => (
        <Markdown key={index} text={part.text} streaming={running} />
      ))}
      {!running && <Sources annotations={item.content.flatMap((part) => part.annotations ?? [])} />}
    </div>
  );
};

const GeneratedImage = ({ item, progress }: { item: GeneratedImageItem; progress: number | undefined }): ReactNode => {
  const t = useText();
  const src = safeServerImage(item.image?.url, document.baseURI);
  if (src === null) {
    return <p className="shimmer">{t('thread.imageProgress')}</p>;
  }
  return (
    <figure className="generated-image">
      <img src={src} alt={t('thread.image')} />
      {progress !== undefined && progress < 1 && <progress value={progress} max={1} aria-label={t('thread.imageProgress')} />}
    </figure>
  );
};

/** One item of an answer. Kinds that nobody knows yet are left out. */
export const ItemView = memo(function ItemView({ entry }: { entry: ThreadEntry }): ReactNode {
  const { item } = entry;
  const running = entry.phase === 'pending';
  switch (item.type) {
    case 'assistant_message':
      return <AssistantMessage item={item} running={running} />;
    case 'workflow':
      return <WorkflowView workflow={item.workflow} running={running} />;
    case 'task':
      return <TaskView task={item.task} running={running} />;
    case 'widget':
      return <WidgetView item={item} />;
    case 'generated_image':
      return <GeneratedImage item={item} progress={entry.progress} />;
    case 'structured_input':
      return <AnsweredInput item={item} />;
    case 'user_message':
    case 'client_tool_call':
    case 'end_of_turn':
    default:
      return null;
  }
});
