import { useCallback, useState } from 'react';

import type { FactsState } from './facts-store.js';
import type { Spotlight } from './fact-item.js';

/** Where the facts are to be seen: beside the chat, or on phones in a sheet that opens. */
export interface FactsPlace {
  readonly sheetOpen: boolean;
  readonly spotlight: Spotlight | null;
  readonly openSheet: () => void;
  readonly closeSheet: () => void;
  /** Leads to the list, or to one fact of it; false when that one is not known any more. */
  readonly show: (id?: string) => boolean;
}

export function useFactsPlace({ rows }: FactsState, isPhone: boolean): FactsPlace {
  const [sheetOpen, setSheetOpen] = useState(false);
  const [spotlight, setSpotlight] = useState<Spotlight | null>(null);
  const openSheet = useCallback(() => setSheetOpen(true), []);
  const closeSheet = useCallback(() => {
    setSheetOpen(false);
    setSpotlight(null);
  }, []);
  const show = (id: string | null = null): boolean => {
    if (id !== null && !rows.some((fact) => fact.id === id)) {
      return false;
    }
    setSheetOpen(isPhone);
    setSpotlight({ id });
    return true;
  };
  return { sheetOpen, spotlight, openSheet, closeSheet, show };
}
