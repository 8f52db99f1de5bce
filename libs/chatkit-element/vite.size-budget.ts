import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What the script that shows a chat may weigh on its way to the reader. */
export const BUDGET_KB = 198;

/** Says what the script weighs, and fails the build when it is too much. */
export const sizeBudget = (): Plugin => ({
  name: 'size-budget',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      const kb = file.type === 'chunk' ? gzipSync(file.code).length / 1024 : 0;
      if (kb > BUDGET_KB) {
        this.error(
          `${file.fileName} weighs ${kb.toFixed(1)} KB compressed, and may weigh ${BUDGET_KB} KB. Move what is rarely needed to src/parts.`,
        );
      }
      if (kb > 0) {
        this.info(`${file.fileName}: ${kb.toFixed(1)} KB compressed, of ${BUDGET_KB} KB`);
      }
    }
  },
});
