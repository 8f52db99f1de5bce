import { useId, useState, type ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import type { Annotation } from '@frontdesk/chatkit-protocol';
import { UiIcon } from '../icons/icon.js';
import { SourceRows } from './source-rows.js';
import { sourceKey } from './source-text.js';

/** The sources of an answer, folded into one chip. */
export const Sources = ({ annotations }: { annotations: readonly Annotation[] }): ReactNode => {
  const t = useText();
  const id = useId();
  const [open, setOpen] = useState(false);
  const sources = [...new Map(annotations.map(({ source }) => [sourceKey(source), source])).values()];
  if (sources.length === 0) {
    return null;
  }
  return (
    <div className="sources">
      <button type="button" className="chip" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <UiIcon name="globe" size={14} />
        {t('thread.sources')} · {sources.length}
        <UiIcon name={open ? 'chevronUp' : 'chevronDown'} size={14} />
      </button>
      <div id={id} className="source-list" hidden={!open}>
        <SourceRows sources={sources} />
      </div>
    </div>
  );
};
