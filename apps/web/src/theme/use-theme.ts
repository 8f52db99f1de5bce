import { useSyncExternalStore } from 'react';

import type { ColorScheme } from '@openai/chatkit';

import type { ThemeStore } from './theme-store.js';

export const useTheme = (store: ThemeStore): ColorScheme => useSyncExternalStore(store.subscribe, store.current);
