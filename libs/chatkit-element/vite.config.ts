import { defineConfig } from 'vite';
import { lightDrawings } from './vite.drawings.js';
import { sizeBudget } from './vite.size-budget.js';

/** One classic script that shows a chat: whoever embeds it changes one URL. Rarely needed parts: vite.parts.config.ts. */
export default defineConfig({
  plugins: [lightDrawings(), sizeBudget()],
  // Whatever NODE_ENV the build is started with: the script that ships is React's production build.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  resolve: { conditions: ['@frontdesk/source', 'module', 'browser', 'production'] },
  build: {
    outDir: 'dist',
    target: 'es2022',
    sourcemap: false,
    minify: true,
    lib: { entry: 'src/index.ts', formats: ['iife'], name: 'FrontdeskChatKit', fileName: () => 'chatkit.js' },
  },
});
