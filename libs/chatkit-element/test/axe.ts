import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeWindow extends Window {
  axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }> };
}

/** Puts axe into pages that are opened from now on; by the debugger, so that their policy stays as strict as it is. */
export const loadAxe = async (page: Page): Promise<void> => {
  await page.addInitScript({ path: AXE });
};

/** Everything that axe finds, in one line each. */
export const axeFindings = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { violations } = await (window as unknown as AxeWindow).axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
    );
  });
