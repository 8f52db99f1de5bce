import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * What axe finds on a page as it is now, by all of its rules, open shadow roots included: a line for each place. Nothing is best.
 * Axe is given to the page by the debugger, so that the page's policy stays as strict as it is.
 *
 * @param within a selector, where only a part of the page is to be looked at
 */
export async function axeViolations(page: Page, within = 'html'): Promise<string[]> {
  // Once for each document: the page may have been loaded anew.
  if (!(await page.evaluate<boolean>("'axe' in window"))) {
    await page.evaluate(await readFile(SOURCE, 'utf8'));
  }
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'] })`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
  );
}
