import type { ColorScheme } from '@openai/chatkit';

import { logWarning } from '../shell/page-log.js';

// public/boot.js reads the same key before the first paint.
const STORAGE_KEY = 'frontdesk.theme';

/** The page's colour scheme: `data-theme` on the root element is its single place, local storage its memory. */
export class ThemeStore {
  readonly #root: HTMLElement;
  readonly #listeners = new Set<() => void>();

  constructor(root: HTMLElement) {
    this.#root = root;
    // Another tab of the same browser changed it.
    window.addEventListener('storage', (event) => {
      if (event.key === STORAGE_KEY) {
        this.#apply(event.newValue === 'light' ? 'light' : 'dark');
      }
    });
  }

  readonly current = (): ColorScheme => (this.#root.dataset['theme'] === 'light' ? 'light' : 'dark');

  readonly set = (theme: ColorScheme): void => {
    this.#apply(theme);
    try {
      localStorage.setItem(STORAGE_KEY, theme);
    } catch (error) {
      logWarning('The theme could not be remembered', error);
    }
  };

  readonly toggle = (): void => this.set(this.current() === 'dark' ? 'light' : 'dark');

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #apply(theme: ColorScheme): void {
    this.#root.dataset['theme'] = theme;
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
