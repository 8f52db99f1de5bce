import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import { scriptUrl } from '../script-source.js';

/** Parts of the element that are loaded when somebody needs them; each is a file `<name>.part.ts` in this folder. */
export interface Parts {
  calendar: typeof import('./calendar.part.js');
  charts: typeof import('./charts.part.js');
  highlight: typeof import('./highlight.part.js');
  icons: typeof import('./icons.part.js');
  math: typeof import('./math.part.js');
}

export type PartName = keyof Parts;

/** How parts find the React of the main script: two Reacts on one tree do not work, and would cost twice. */
const MAIN = Symbol.for('frontdesk.chatkit.main');

const offerMain = (): void => {
  const place = globalThis as unknown as Record<symbol, unknown>;
  place[MAIN] ??= { react, 'react-dom': reactDom, 'react/jsx-runtime': jsxRuntime };
};

const loaded = new Map<PartName, Promise<unknown>>();
const ready = new Map<PartName, unknown>();
let attempts = 0;

/**
 * Loads a part from the folder `chatkit-parts` beside the script, at most once. A load that failed is forgotten, so that
 * the next call tries again, under another address: browsers remember that a module could not be had.
 */
export const loadPart = <T extends PartName>(name: T): Promise<Parts[T]> => {
  const before = loaded.get(name);
  if (before !== undefined) {
    return before as Promise<Parts[T]>;
  }
  offerMain();
  const url = new URL(`chatkit-parts/${name}.js${attempts === 0 ? '' : `?attempt=${attempts}`}`, scriptUrl());
  const part = import(/* @vite-ignore */ url.href) as Promise<Parts[T]>;
  loaded.set(name, part);
  part.then(
    (module) => ready.set(name, module),
    () => {
      attempts += 1;
      loaded.delete(name);
    },
  );
  return part;
};

/** A part that is here already: what is drawn again should not have to wait for it once more. */
export const readyPart = <T extends PartName>(name: T): Parts[T] | undefined => ready.get(name) as Parts[T] | undefined;
