import { defineConfig } from 'vite';

/** The official bindings with a production build of React, as an app would ship them. */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  build: { target: 'es2022', lib: { entry: 'react-app.tsx', formats: ['iife'], name: 'FixtureApp', fileName: () => 'react-app.js' } },
});
