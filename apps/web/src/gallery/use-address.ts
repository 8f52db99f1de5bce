import { useCallback, useSyncExternalStore } from 'react';

import { readSettings, writeSettings } from './settings.js';
import type { GallerySettings } from './settings.js';
import { STATES } from './states/index.js';
import type { GalleryState } from './scene.js';

const CHANGED = 'gallery-address';

const subscribe = (onChange: () => void): (() => void) => {
  for (const event of ['hashchange', 'popstate', CHANGED]) {
    addEventListener(event, onChange);
  }
  return () => {
    for (const event of ['hashchange', 'popstate', CHANGED]) {
      removeEventListener(event, onChange);
    }
  };
};

const snapshot = (): string => `${location.search}#${decodeURIComponent(location.hash.slice(1))}`;

let last: { readonly key: string; readonly settings: GallerySettings } | null = null;

/** The same object as long as the query is the same. */
const settingsOf = (search: string): GallerySettings => {
  if (last?.key !== search) {
    last = { key: search, settings: readSettings(search) };
  }
  return last.settings;
};

/** What is shown, as the address says. An unknown name shows the first state. */
export function useAddress(): { state: GalleryState; settings: GallerySettings; change: (part: Partial<GallerySettings>) => void } {
  const address = useSyncExternalStore(subscribe, snapshot);
  const hash = address.slice(address.indexOf('#') + 1);
  const settings = settingsOf(address.slice(0, address.indexOf('#')));
  const change = useCallback((part: Partial<GallerySettings>): void => {
    history.replaceState(null, '', location.pathname + writeSettings({ ...readSettings(location.search), ...part }) + location.hash);
    dispatchEvent(new Event(CHANGED));
  }, []);
  const state = STATES.find(({ name }) => name === hash) ?? STATES[0];
  if (state === undefined) {
    throw new Error('The gallery has no states.');
  }
  return { state, settings, change };
}
