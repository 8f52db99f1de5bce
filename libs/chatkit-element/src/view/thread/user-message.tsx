import type { Entity } from '@openai/chatkit';
import { memo, useMemo, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { Attachment, UserMessageContent, UserMessageItem } from '@frontdesk/chatkit-protocol';
import { EntityTag } from '../entities/entity-tag.js';
import { UiIcon } from '../icons/icon.js';
import { useMarkdownPolicy } from '../markdown/markdown-context.js';
import { safeServerImage } from '../markdown/safe-url.js';
import { entityOf } from './entity-preview.js';

const AttachmentView = ({ attachment }: { attachment: Attachment }): ReactNode => {
  const { images } = useMarkdownPolicy();
  const preview = attachment.type === 'image' ? safeServerImage(attachment.preview_url, images) : null;
  return (
    <li className="attachment" title={attachment.name}>
      {preview?.kind === 'shown' ? <img src={preview.src} alt="" loading="lazy" referrerPolicy="no-referrer" /> : <UiIcon name="file" />}
      <span className="attachment-name">{attachment.name}</span>
    </li>
  );
};

const Part = ({ part }: { part: UserMessageContent }): ReactNode => {
  const entity = useMemo<Entity | null>(() => (part.type === 'input_tag' ? entityOf({ ...part, title: part.text }) : null), [part]);
  return entity === null ? part.text : <EntityTag entity={entity}>{part.text}</EntityTag>;
};

/** What the reader said: plain text, never Markdown. */
export const UserMessage = memo(function UserMessage({
  item,
  waiting,
  failed,
}: {
  item: UserMessageItem;
  waiting: boolean;
  failed: boolean;
}): ReactNode {
  const t = useText();
  const hasText = item.content.some((part) => part.text !== '');
  return (
    <div className={`user-message${waiting ? ' waiting' : ''}`} part="user-message">
      <span className="avatar" part="user-avatar" aria-hidden="true" />
      <h3 className="sr-only">{t('thread.you')}</h3>
      {item.quoted_text && (
        <blockquote className="quoted" dir="auto">
          {item.quoted_text}
        </blockquote>
      )}
      {item.attachments.length > 0 && (
        <ul className="attachments">
          {item.attachments.map((attachment) => (
            <AttachmentView key={attachment.id} attachment={attachment} />
          ))}
        </ul>
      )}
      {hasText && (
        <div className="bubble" part="user-bubble" dir="auto">
          {item.content.map((part, index) => (
            <Part key={index} part={part} />
          ))}
        </div>
      )}
      {failed && (
        <p className="not-sent">
          <UiIcon name="danger" size={14} /> {t('thread.notSent')}
        </p>
      )}
    </div>
  );
});
