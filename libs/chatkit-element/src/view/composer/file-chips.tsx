import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { DraftFile } from '../../state/chat-state.js';
import { useChat, useController } from '../chat-provider.js';
import { IconButton } from '../icon-button.js';
import { UiIcon } from '../icons/icon.js';
import { useMarkdownPolicy } from '../markdown/markdown-context.js';
import { safeServerImage } from '../markdown/safe-url.js';

const THUMBNAIL_PX = 80;

/** Drawn, not linked: a strict policy loads no blob: addresses. */
const Thumbnail = ({ file }: { file: File }): ReactNode => {
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    createImageBitmap(file)
      .then((bitmap) => {
        const context = canvas.current?.getContext('2d');
        if (!gone && context) {
          const side = Math.min(bitmap.width, bitmap.height);
          const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
          context.drawImage(bitmap, left, top, side, side, 0, 0, THUMBNAIL_PX, THUMBNAIL_PX);
        }
        bitmap.close();
      })
      // A picture that this browser cannot read is still a file.
      .catch(() => !gone && setFailed(true));
    return () => {
      gone = true;
    };
  }, [file]);
  return failed ? <UiIcon name="file" /> : <canvas ref={canvas} width={THUMBNAIL_PX} height={THUMBNAIL_PX} aria-hidden="true" />;
};

const Picture = ({ entry: { file, attachment, mimeType } }: { entry: DraftFile }): ReactNode => {
  const { images } = useMarkdownPolicy();
  const preview = attachment?.type === 'image' ? safeServerImage(attachment.preview_url, images) : null;
  if (file !== null && mimeType.startsWith('image/')) {
    return <Thumbnail file={file} />;
  }
  return preview?.kind === 'shown' ? <img src={preview.src} alt="" referrerPolicy="no-referrer" /> : <UiIcon name="file" />;
};

const CIRCUMFERENCE = 2 * Math.PI * 9;

/** How far an upload has come; a turning quarter where nobody can tell. */
const Ring = ({ label, progress }: { label: string; progress: number | null }): ReactNode => (
  <svg
    className={`ring${progress === null ? ' turning' : ''}`}
    viewBox="0 0 24 24"
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={progress === null ? undefined : Math.round(progress * 100)}
  >
    <circle cx="12" cy="12" r="9" />
    <circle cx="12" cy="12" r="9" className="ring-done" strokeDasharray={`${(progress ?? 0.25) * CIRCUMFERENCE} ${CIRCUMFERENCE}`} />
  </svg>
);

const FileChip = ({ entry }: { entry: DraftFile }): ReactNode => {
  const t = useText();
  const { uploads } = useController().composer;
  const { key, name, phase, progress, failure } = entry;
  return (
    <li className={`file-chip ${phase}`} title={name}>
      <span className="file-picture">
        <Picture entry={entry} />
        {phase === 'uploading' && <Ring label={t('files.uploading', { name })} progress={progress} />}
      </span>
      <span className="file-text">
        <span className="file-name">{name}</span>
        {failure !== null && <span className="file-failure">{failure}</span>}
      </span>
      {phase === 'failed' && (
        <IconButton label={t('files.retry', { name })} className="small" onClick={() => uploads.retry(key)}>
          <UiIcon name="retry" size={16} />
        </IconButton>
      )}
      <IconButton label={t('files.remove', { name })} className="small" onClick={() => uploads.remove(key)}>
        <UiIcon name="close" size={16} />
      </IconButton>
    </li>
  );
};

/** The files of the draft. */
export const FileChips = (): ReactNode => {
  const t = useText();
  const files = useChat((state) => state.composer.files);
  if (files.length === 0) {
    return null;
  }
  return (
    <ul className="file-chips" aria-label={t('files.list')}>
      {files.map((entry) => (
        <FileChip key={entry.key} entry={entry} />
      ))}
    </ul>
  );
};

/** What the reader is to know of the draft. */
export const DraftProblems = (): ReactNode => {
  const t = useText();
  const controller = useController();
  const problems = useChat((state) => state.composer.problems);
  // No empty alert: it would be one more for whoever looks for what is wrong.
  if (problems.length === 0) {
    return null;
  }
  return (
    <div role="alert" className="draft-problems">
      {problems.map((problem) => (
        <p key={problem}>{problem}</p>
      ))}
      <IconButton label={t('app.dismiss')} className="small" onClick={() => controller.composer.tell([])}>
        <UiIcon name="close" size={16} />
      </IconButton>
    </div>
  );
};
