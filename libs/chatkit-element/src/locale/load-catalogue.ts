import { scriptUrl } from '../script-source.js';
import type { MessageCatalogue } from './en.js';

/** Reads the words of a locale from beside the script. */
export const loadCatalogue = async (locale: string): Promise<Partial<MessageCatalogue>> => {
  const response = await fetch(new URL(`chatkit-parts/${locale}.json`, scriptUrl()));
  if (!response.ok) {
    throw new Error(`The words of ${locale} could not be loaded (status ${response.status}).`);
  }
  return (await response.json()) as Partial<MessageCatalogue>;
};
