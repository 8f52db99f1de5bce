import type { CSSProperties, ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { UiIcon } from '../icons/icon.js';

interface RefusedImageProps {
  href: string;
  host: string;
  alt: string;
  style?: CSSProperties;
}

/** In the place of an image from a host that is not allowed: the reader decides whether that host hears of them. */
export const RefusedImage = ({ href, host, alt, style }: RefusedImageProps): ReactNode => {
  const t = useText();
  return (
    <a className="image-refused" href={href} target="_blank" rel="noopener noreferrer nofollow" style={style}>
      <UiIcon name="imageOff" size={20} />
      <span>
        <span dir="auto">{alt || t('thread.imageElsewhere')}</span>
        <small>{t('thread.imageRefused', { host })}</small>
      </span>
    </a>
  );
};
