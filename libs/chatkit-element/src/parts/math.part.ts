import katex from 'katex';

/**
 * Draws a formula as MathML, which browsers set by themselves: no style sheet, no fonts and no inline styles, so the
 * page's policy may stay strict. Links and HTML inside formulas are refused.
 * @returns the formula, or null when it is not one
 */
export const renderFormula = (tex: string, display: boolean): HTMLElement | null => {
  const place = document.createElement('span');
  try {
    katex.render(tex, place, {
      output: 'mathml',
      displayMode: display,
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxExpand: 500,
    });
  } catch {
    // What models write is not always a formula; its source is shown instead.
    return null;
  }
  return place;
};
