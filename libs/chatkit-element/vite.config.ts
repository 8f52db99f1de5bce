import { defineConfig } from 'vite';

/** One classic script: whoever embeds the chat changes one URL and nothing else, so there is no second file to host. */
export default defineConfig({
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
