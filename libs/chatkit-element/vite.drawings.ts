import type { Plugin } from 'vite';

/** Lucide gives each line of a drawing a key for React. Drawings never change, and the keys would be a third of their weight. */
export const lightDrawings = (): Plugin => ({
  name: 'light-drawings',
  transform: {
    filter: { id: /lucide-react\/dist\/esm\/icons\// },
    handler: (code) => ({ code: code.replaceAll(/, key: "[\da-z]+"/g, ''), map: null }),
  },
});
