import { useRef, type ReactNode, type RefObject } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { GeneratedImageItem } from '@frontdesk/chatkit-protocol';
import { UiIcon } from '../icons/icon.js';
import { useMarkdownPolicy } from '../markdown/markdown-context.js';
import { RefusedImage } from '../markdown/refused-image.js';
import { safeServerImage, type SafeImage } from '../markdown/safe-url.js';

/** The image alone on the screen. The browser's own dialog: Escape closes it, and the focus goes back to where it was. */
const Lightbox = ({ src, dialog }: { src: string; dialog: RefObject<HTMLDialogElement | null> }): ReactNode => {
  const t = useText();
  const close = (): void => dialog.current?.close();
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a click beside the image closes; keys have Escape and the button
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={t('thread.image')}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <img src={src} alt={t('thread.image')} />
      <div className="lightbox-bar">
        <a className="button small" href={src} target="_blank" rel="noopener noreferrer" download="">
          {t('thread.imageSave')}
        </a>
        <button type="button" className="button small" onClick={close}>
          <UiIcon name="close" size={16} />
          {t('app.close')}
        </button>
      </div>
    </dialog>
  );
};

const MakingCaption = ({ progress }: { progress: number | undefined }): ReactNode => {
  const t = useText();
  return (
    <figcaption>
      <span className="shimmer">{t('thread.imageProgress')}</span>
      {progress !== undefined && <progress value={progress} max={1} aria-label={t('thread.imageProgress')} />}
    </figcaption>
  );
};

const FinishedImage = ({ src }: { src: string }): ReactNode => {
  const t = useText();
  const dialog = useRef<HTMLDialogElement | null>(null);
  return (
    <figure className="generated-image">
      <button type="button" className="image-open" aria-label={t('thread.imageOpen')} onClick={() => dialog.current?.showModal()}>
        <img src={src} alt={t('thread.image')} />
      </button>
      <Lightbox src={src} dialog={dialog} />
    </figure>
  );
};

const EndedImage = ({ image }: { image: SafeImage | null }): ReactNode => {
  const t = useText();
  if (image === null) {
    return (
      <p className="image-missing">
        <UiIcon name="imageOff" size={20} />
        {t('thread.imageMissing')}
      </p>
    );
  }
  return image.kind === 'shown' ? <FinishedImage src={image.src} /> : <RefusedImage href={image.href} host={image.host} alt={t('thread.image')} />;
};

interface GeneratedImageProps {
  item: GeneratedImageItem;
  running: boolean;
  /** From 0 to 1, as far as the server tells. */
  progress: number | undefined;
}

/** An image that is being made: first a place for it, then drafts, then the image, which opens large. */
export const GeneratedImage = ({ item, running, progress }: GeneratedImageProps): ReactNode => {
  const t = useText();
  const image = safeServerImage(item.image?.url, useMarkdownPolicy().images);
  if (!running) {
    return <EndedImage image={image} />;
  }
  return (
    <figure className="generated-image unfinished" aria-busy="true">
      {image?.kind === 'shown' ? <img src={image.src} alt={t('thread.imageDraft')} /> : <span className="skeleton image-place" />}
      <MakingCaption progress={progress} />
    </figure>
  );
};
