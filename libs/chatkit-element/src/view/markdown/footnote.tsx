import type { ReactNode } from 'react';
import { useText } from '../../locale/locale-context.js';
import { useFootnotes } from './markdown-context.js';

type Side = 'footnote' | 'footnote-mark';

/** From a mention to its footnote or back: by focus, since addresses with `#` do not reach into the element. */
const goTo = (from: HTMLElement, side: Side, label: string): void => {
  const target = from.closest('.markdown')?.querySelector<HTMLElement>(`.${side}[data-label="${CSS.escape(label)}"]`);
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'center' });
};

/** The mention of a footnote. One that never comes was not meant as one, and is shown as it was written. */
export const FootnoteMark = ({ label, raw }: { label: string; raw: string }): ReactNode => {
  const t = useText();
  const { names, streaming } = useFootnotes();
  if (!names.has(label)) {
    return streaming ? <sup>{label}</sup> : raw;
  }
  return (
    <sup>
      <button
        type="button"
        className="footnote-mark"
        data-label={label}
        aria-label={t('thread.footnote', { label })}
        onClick={(event) => goTo(event.currentTarget, 'footnote', label)}
      >
        {label}
      </button>
    </sup>
  );
};

/** A footnote, where it stands in the text. */
export const Footnote = ({ label, children }: { label: string; children: ReactNode }): ReactNode => {
  const t = useText();
  return (
    <div className="footnote" role="note" aria-label={t('thread.footnote', { label })} data-label={label} tabIndex={-1}>
      <button
        type="button"
        className="footnote-back"
        aria-label={t('thread.footnoteBack', { label })}
        onClick={(event) => goTo(event.currentTarget, 'footnote-mark', label)}
      >
        {label}
      </button>
      <div>{children}</div>
    </div>
  );
};
