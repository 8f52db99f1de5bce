import type { ReactNode } from 'react';
import { readAction } from '../../state/widget-actions.js';
import { Icon } from '../icons/icon.js';
import { useMarkdownPolicy } from '../markdown/markdown-context.js';
import { RefusedImage } from '../markdown/refused-image.js';
import { safeServerImage } from '../markdown/safe-url.js';
import { useForm, waitingPart } from './form.js';
import { asOneOf, asText, color, flexOf, marginOf, radius, sizeOf } from './values.js';
import { useWidget, type NodeProps } from './widget-context.js';

export const Badge = ({ node }: NodeProps): ReactNode => {
  const tone = asOneOf(node.color, ['secondary', 'success', 'danger', 'warning', 'info', 'discovery'], 'secondary');
  const variant = asOneOf(node.variant, ['solid', 'soft', 'outline'], 'soft');
  const size = asOneOf(node.size, ['sm', 'md', 'lg'], 'sm');
  return <span className={`w-badge ${tone} ${variant} size-${size}${node.pill ? ' pill' : ''}`}>{asText(node.label)}</span>;
};

const ICON_SIZES: Readonly<Record<string, number>> = { xs: 12, sm: 14, md: 16, lg: 20, xl: 24, '2xl': 32, '3xl': 44 };

export const IconNode = ({ node }: NodeProps): ReactNode => (
  <span className="w-icon" style={{ color: color(node.color, 'text') }}>
    <Icon name={asText(node.name)} size={ICON_SIZES[asText(node.size)] ?? 16} />
  </span>
);

const FITS = ['cover', 'contain', 'fill', 'scale-down', 'none'] as const;

export const ImageNode = ({ node }: NodeProps): ReactNode => {
  const image = safeServerImage(node.src, useMarkdownPolicy().images);
  if (image === null) {
    return null;
  }
  const place = { ...sizeOf(node), ...marginOf(node.margin), flex: flexOf(node.flex) };
  if (image.kind === 'refused') {
    return <RefusedImage href={image.href} host={image.host} alt={asText(node.alt)} style={place} />;
  }
  return (
    <img
      className={`w-image${node.frame ? ' frame' : ''}${node.flush ? ' flush' : ''}`}
      src={image.src}
      alt={asText(node.alt)}
      loading="lazy"
      referrerPolicy="no-referrer"
      style={{
        objectFit: asOneOf(node.fit, FITS, 'cover'),
        objectPosition: asText(node.position) || undefined,
        borderRadius: radius(node.radius),
        background: color(node.background, 'ground'),
        ...place,
      }}
    />
  );
};

const TONES = ['primary', 'secondary', 'info', 'discovery', 'success', 'caution', 'warning', 'danger'] as const;
const SIZES = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const;

const buttonClass = (node: NodeProps['node']): string => {
  const style = asOneOf(node.style, ['primary', 'secondary'], 'secondary');
  const tone = asOneOf(node.color, TONES, style);
  const variant = asOneOf(node.variant, ['solid', 'soft', 'outline', 'ghost'], tone === 'secondary' ? 'outline' : 'solid');
  const flags = [node.pill && 'pill', node.uniform && 'uniform', node.block && 'block'].filter(Boolean).join(' ');
  return `w-button ${tone} ${variant} size-${asOneOf(node.size, SIZES, 'lg')} ${flags}`;
};

export const Button = ({ node, path }: NodeProps): ReactNode => {
  const widget = useWidget();
  const action = readAction(node.onClickAction);
  const busy = widget.isBusy(path);
  const form = useForm();
  const submits = node.submit === true && form !== null;
  const label = asText(node.label);
  const iconSize = ICON_SIZES[asText(node.iconSize)] ?? 16;
  return (
    <button
      type={submits ? 'submit' : 'button'}
      data-part={path}
      className={buttonClass(node)}
      disabled={node.disabled === true || busy}
      aria-busy={busy}
      aria-label={label === '' ? asText(node.iconStart ?? node.iconEnd).replaceAll('-', ' ') : undefined}
      onClick={() => action !== null && !submits && widget.run(action, waitingPart(action, path))}
    >
      {busy ? <span className="spinner" /> : node.iconStart !== undefined && <Icon name={asText(node.iconStart)} size={iconSize} />}
      {label}
      {node.iconEnd !== undefined && <Icon name={asText(node.iconEnd)} size={iconSize} />}
    </button>
  );
};
