import { createContext, useContext } from 'react';
import { createTranslate, en, type Translate } from './en.js';

const TranslateContext = createContext<Translate>(createTranslate(en));

export const TranslateProvider = TranslateContext.Provider;

/** The translate function of the chat's locale. */
export const useText = (): Translate => useContext(TranslateContext);
