import { useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { readAction, type WidgetActionConfig } from '../../state/widget-actions.js';
import { Icon } from '../icons/icon.js';
import { useMarkdownPolicy } from '../markdown/markdown-context.js';
import { safeServerImage } from '../markdown/safe-url.js';
import { FormScope, waitingPart } from './form.js';
import { asOneOf, asText, borderOf, boxOf, color, isRecord, paddingOf, space } from './values.js';
import { useWidget, type NodeProps } from './widget-context.js';
import { Children } from './widget-node.js';

/** Rows of a list that are shown before "show more", when the list leaves it to the chat. */
const AUTO_LIMIT = 5;

const Status = ({ status }: { status: unknown }): ReactNode => {
  const { images } = useMarkdownPolicy();
  if (!isRecord(status)) {
    return null;
  }
  const favicon = safeServerImage(status.favicon, images);
  const shown = favicon?.kind === 'shown' ? favicon.src : null;
  return (
    <p className="w-status">
      {shown !== null && <img src={shown} alt="" width={16} height={16} className={status.frame === true ? 'frame' : undefined} />}
      {shown === null && typeof status.icon === 'string' && <Icon name={status.icon} size={16} />}
      {asText(status.text)}
    </p>
  );
};

interface CardButtonProps {
  config: unknown;
  primary: boolean;
  path: string;
  /** The card is a form, and this button sends it. */
  submits?: boolean;
}

const CardButton = ({ config, primary, path, submits = false }: CardButtonProps): ReactNode => {
  const widget = useWidget();
  const action = isRecord(config) ? readAction(config.action) : null;
  if (!isRecord(config) || action === null) {
    return null;
  }
  return (
    <button
      type={submits ? 'submit' : 'button'}
      className={`button ${primary ? 'primary' : 'ghost'}`}
      disabled={widget.isBusy(path)}
      onClick={() => !submits && widget.run(action, cardWaits(action, path, primary))}
    >
      {widget.isBusy(path) && <span className="spinner" />}
      {asText(config.label)}
    </button>
  );
};

/** Confirming makes the whole card wait unless the action says otherwise; cancelling only its button. */
const cardWaits = (action: WidgetActionConfig, path: string, primary: boolean): string | null =>
  waitingPart(action, primary && action.loadingBehavior !== 'self' ? null : path);

const schemeOf = (node: NodeProps['node']): 'light' | 'dark' | undefined =>
  node.theme === 'light' || node.theme === 'dark' ? node.theme : undefined;

const CardContent = ({ node, path }: NodeProps): ReactNode => (
  <>
    <Status status={node.status} />
    {node.collapsed !== true && (
      <div className="w-card-body" style={paddingOf(node.padding)}>
        <Children node={node} path={path} />
      </div>
    )}
    {(node.confirm !== undefined || node.cancel !== undefined) && (
      <div className="w-card-actions">
        <CardButton config={node.cancel} primary={false} path={`${path}.cancel`} />
        <CardButton config={node.confirm} primary path={`${path}.confirm`} submits={node.asForm === true} />
      </div>
    )}
  </>
);

export const Card = ({ node, path }: NodeProps): ReactNode => {
  const confirm = isRecord(node.confirm) ? readAction(node.confirm.action) : null;
  const content = <CardContent node={node} path={path} />;
  return (
    <div
      className={`w-card size-${asOneOf(node.size, ['sm', 'md', 'lg', 'full'], 'md')}`}
      data-scheme={schemeOf(node)}
      style={{ background: color(node.background, 'ground'), ...borderOf(node.border) }}
    >
      {node.asForm === true ? (
        <FormScope action={confirm} part={confirm === null ? null : cardWaits(confirm, `${path}.confirm`, true)} className="w-card-form">
          {content}
        </FormScope>
      ) : (
        content
      )}
    </div>
  );
};

const limitOf = (limit: unknown): number => (limit === 'auto' ? AUTO_LIMIT : typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY);

export const ListView = ({ node, path }: NodeProps): ReactNode => {
  const t = useText();
  const [all, setAll] = useState(false);
  const rows: readonly unknown[] = Array.isArray(node.children) ? node.children : [];
  const limit = all ? rows.length : Math.min(rows.length, limitOf(node.limit));
  return (
    <div className="w-list" data-scheme={schemeOf(node)}>
      <Status status={node.status} />
      <ul>
        <Children node={{ children: rows.slice(0, limit) }} path={path} />
      </ul>
      {limit < rows.length && (
        <button type="button" className="w-list-more" onClick={() => setAll(true)}>
          {t('widget.more', { count: rows.length - limit })}
        </button>
      )}
    </div>
  );
};

export const ListItem = ({ node, path }: NodeProps): ReactNode => {
  const widget = useWidget();
  const action = readAction(node.onClickAction);
  const style = { gap: space(node.gap ?? 3), alignItems: asOneOf(node.align, ['start', 'center', 'end', 'baseline', 'stretch'], 'center') };
  const children = <Children node={node} path={path} />;
  return (
    <li className="w-list-item">
      {action === null ? (
        <div className="w-list-row" style={style}>
          {children}
        </div>
      ) : (
        <button
          type="button"
          className="w-list-row"
          style={style}
          disabled={widget.isBusy(path)}
          aria-busy={widget.isBusy(path)}
          onClick={() => widget.run(action, waitingPart(action, path))}
        >
          {children}
        </button>
      )}
    </li>
  );
};

export const Basic = ({ node, path }: NodeProps): ReactNode => (
  <div className="w-box w-basic" data-scheme={schemeOf(node)} style={boxOf(node, node.direction === 'row' ? 'row' : 'column')}>
    <Children node={node} path={path} />
  </div>
);
