import { createContext, useContext } from 'react';
import { createTranslate, en, type Translate } from './en.js';

const TranslateContext = createContext<Translate>(createTranslate(en));

export const TranslateProvider = TranslateContext.Provider;

const LocaleContext = createContext(typeof navigator === 'undefined' ? 'en' : navigator.language);

export const LocaleProvider = LocaleContext.Provider;

/** The chat's locale as a BCP 47 tag: for dates and numbers. */
export const useLocale = (): string => useContext(LocaleContext);

/** The translate function of the chat's locale. */
export const useText = (): Translate => useContext(TranslateContext);
