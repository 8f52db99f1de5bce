/** The languages of the interface besides English, each a file in `catalogues/`. */
export const LOCALES =
  'am ar bg-BG bn-BD bs-BA ca-ES cs-CZ da-DK de-DE el-GR es-419 es-ES et-EE fi-FI fr-CA fr-FR gu-IN hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-IT ja-JP ka-GE kk kn-IN ko-KR lt lv-LV mk-MK ml mn mr-IN ms-MY my-MM nb-NO nl-NL pa pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI so-SO sq-AL sr-RS sv-SE sw-TZ ta-IN te-IN th-TH tl tr-TR uk-UA ur vi-VN zh-CN zh-HK zh-TW'.split(
    ' ',
  );

export const ENGLISH = 'en';

/** Tags that mean a language under another name, and languages of which there are several. */
const ALIASES: Readonly<Record<string, string>> = {
  es: 'es-ES',
  fil: 'tl',
  fr: 'fr-FR',
  no: 'nb-NO',
  nn: 'nb-NO',
  pt: 'pt-BR',
  zh: 'zh-CN',
  'zh-hans': 'zh-CN',
  'zh-hant': 'zh-TW',
  'zh-mo': 'zh-HK',
};

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'ur']);

const languageOf = (tag: string): string => tag.split('-')[0] ?? tag;

/** Spanish of the Americas, by what comes behind the dash. */
const isAmericanSpanish = (tag: string): boolean => /^es-(?!es$)/.test(tag);

/** The locale that comes nearest to a language tag; English for what there is none for. */
export const resolveLocale = (tag: string): string => {
  const wanted = tag.replace(/_/g, '-').toLowerCase();
  const exact = LOCALES.find((locale) => locale.toLowerCase() === wanted) ?? ALIASES[wanted];
  if (exact !== undefined) {
    return exact;
  }
  if (isAmericanSpanish(wanted)) {
    return 'es-419';
  }
  if (wanted.startsWith('zh-hant-')) {
    return wanted.endsWith('-hk') || wanted.endsWith('-mo') ? 'zh-HK' : 'zh-TW';
  }
  const language = languageOf(wanted);
  return ALIASES[language] ?? LOCALES.find((locale) => languageOf(locale.toLowerCase()) === language) ?? ENGLISH;
};

export const directionOf = (locale: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(languageOf(locale)) ? 'rtl' : 'ltr');

/** The tag for dates and numbers: what was asked for with its region, where it is a valid tag of the shown language. */
export const formatTag = (requested: string, locale: string): string => {
  try {
    const [tag] = Intl.getCanonicalLocales(requested.replace(/_/g, '-'));
    return tag !== undefined && resolveLocale(tag) === locale && languageOf(tag) === languageOf(locale) ? tag : locale;
  } catch {
    // Not a language tag at all.
    return locale;
  }
};
