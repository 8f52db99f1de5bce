import { memo, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { usePart } from '../../parts/use-part.js';

interface FormulaProps {
  tex: string;
  display: boolean;
  /** As it was written, for as long as the part that draws it is on its way, and when it cannot be drawn. */
  raw: string;
}

/** A formula, drawn by a part that is loaded with the first one. */
export const Formula = memo(function Formula({ tex, display, raw }: FormulaProps): ReactNode {
  const part = usePart('math');
  const place = useRef<HTMLSpanElement | null>(null);
  const [drawn, setDrawn] = useState<string | null>(null);
  useLayoutEffect(() => {
    const formula = typeof part === 'string' ? null : part.renderFormula(tex, display);
    place.current?.replaceChildren(...(formula?.childNodes ?? []));
    setDrawn(formula === null ? null : tex);
  }, [part, tex, display]);
  const plain = drawn !== tex;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <span className={display ? 'formula display' : 'formula'} dir="ltr" tabIndex={display ? 0 : undefined}>
      <span ref={place} hidden={plain} />
      {plain && <code>{raw.trim()}</code>}
    </span>
  );
});
