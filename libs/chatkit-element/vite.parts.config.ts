import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { lightDrawings } from './vite.drawings.js';

const require = createRequire(import.meta.url);

/** What a part takes from the main script instead of bringing its own copy, see src/parts/load-part.ts. */
const FROM_MAIN = ['react', 'react-dom', 'react/jsx-runtime'];

const fromMain = (): Plugin => ({
  name: 'from-main',
  enforce: 'pre',
  resolveId: (id) => (FROM_MAIN.includes(id) ? `\0main:${id}` : null),
  load(id) {
    if (!id.startsWith('\0main:')) {
      return null;
    }
    const name = id.slice('\0main:'.length);
    const names = Object.keys(require(name) as object).filter((key) => /^\w+$/.test(key) && key !== 'default');
    return [
      `const it = globalThis[Symbol.for('frontdesk.chatkit.main')][${JSON.stringify(name)}];`,
      'export default it;',
      `export const { ${names.join(', ')} } = it;`,
    ].join('\n');
  },
});

const entries = readdirSync(new URL('src/parts', import.meta.url)).filter((file) => /\.part\.tsx?$/.test(file));

/** The parts of the element that are loaded when somebody needs them: one ES module each, beside `chatkit.js`. */
export default defineConfig({
  base: './',
  // The words of each language are files of their own, loaded by whoever speaks it.
  publicDir: 'src/locale/catalogues',
  plugins: [fromMain(), lightDrawings()],
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  resolve: { conditions: ['@frontdesk/source', 'module', 'browser', 'production'] },
  build: {
    outDir: 'dist/chatkit-parts',
    target: 'es2022',
    sourcemap: false,
    minify: true,
    modulePreload: false,
    // Inlined files would need `data:` in the page's policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: Object.fromEntries(entries.map((file) => [file.replace(/\.part\.tsx?$/, ''), `src/parts/${file}`])),
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', assetFileNames: '[name][extname]' },
    },
  },
});
