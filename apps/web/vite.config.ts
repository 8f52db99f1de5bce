import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const GATEWAY = 'http://127.0.0.1:3000';

// Vite asks for a default export.
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // Data URLs would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'docs.html', 'gallery.html'] },
  },
  server: {
    // Also covers /chatkit.js, the element, which the gateway serves.
    proxy: { '/api': GATEWAY, '/chatkit': GATEWAY, '/v1': GATEWAY, '/healthz': GATEWAY },
  },
});
