import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { defineConfig } from 'vite';

/** React 18 lives beside a package of its own, so that the element keeps the one that it is built with. */
const react18 = createRequire(createRequire(import.meta.url).resolve('@frontdesk/react-18/package.json'));
const react18Aliases = ['react', 'react-dom'].map((find) => ({ find, replacement: dirname(react18.resolve(`${find}/package.json`)) }));

/**
 * The official bindings with a React build as an app has it. Modes: `react-18`, `react-19`, and each with `-development`,
 * where alone StrictMode does something.
 */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': JSON.stringify(mode.endsWith('-development') ? 'development' : 'production') },
  resolve: { alias: mode.startsWith('react-18') ? react18Aliases : [] },
  build: { target: 'es2022', lib: { entry: 'react-app.tsx', formats: ['iife'], name: 'FixtureApp', fileName: () => 'react-app.js' } },
}));
