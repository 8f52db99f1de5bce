import { createTranslate, en, type MessageCatalogue } from '../locale/en.js';
import { directionOf, ENGLISH, resolveLocale } from '../locale/locales.js';
import type { ChatState } from './chat-state.js';
import type { Store } from './store.js';

/** How long the chat waits for its words before it shows itself in English. */
const PATIENCE_MS = 2_500;

export type LoadCatalogue = (locale: string) => Promise<Partial<MessageCatalogue>>;

/** Keeps the language of the interface: the option's, else the browser's. English needs no file. */
export class Localisation {
  private readonly store: Store<ChatState>;
  private readonly load: LoadCatalogue;
  private readonly onFailure: (error: unknown) => void;
  private locale: string | null = null;

  constructor(store: Store<ChatState>, load: LoadCatalogue, onFailure: (error: unknown) => void) {
    this.store = store;
    this.load = load;
    this.onFailure = onFailure;
  }

  use(requested: string | undefined): void {
    const locale = resolveLocale(requested ?? navigator.language);
    if (locale === this.locale) {
      return;
    }
    this.locale = locale;
    if (locale === ENGLISH) {
      this.speak(locale, {});
      return;
    }
    const patience = setTimeout(() => this.settle(locale), PATIENCE_MS);
    this.load(locale)
      .then((catalogue) => this.speak(locale, catalogue))
      .catch((error: unknown) => {
        this.settle(locale);
        this.onFailure(error);
      })
      .finally(() => clearTimeout(patience));
  }

  private speak(locale: string, catalogue: Partial<MessageCatalogue>): void {
    if (locale === this.locale) {
      const translate = createTranslate({ ...en, ...catalogue }, directionOf(locale) === 'rtl');
      this.store.update((state) => ({ ...state, language: { locale, translate, settled: true } }));
    }
  }

  /** Shows the chat in the words that there are. */
  private settle(locale: string): void {
    if (locale === this.locale) {
      this.store.update((state) => ({ ...state, language: { ...state.language, settled: true } }));
    }
  }
}
