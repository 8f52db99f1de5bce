import { readdirSync, readFileSync } from 'node:fs';
import { en } from './en.js';
import { directionOf, formatTag, LOCALES, resolveLocale } from './locales.js';

const FOLDER = new URL('catalogues/', import.meta.url);

const read = (file: string): Record<string, string> => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, string>;
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const ENGLISH: Readonly<Record<string, string>> = en;

/** What is newer than the translations is shown in English. */
const TRANSLATED = Object.keys(en).filter((key) => key in read('de-DE.json'));

test('all but a few new messages are translated', () => {
  expect(TRANSLATED.length / Object.keys(en).length).toBeGreaterThan(0.95);
});

test('there is a catalogue for each of the 63 locales, and no other', () => {
  expect(LOCALES).toHaveLength(63);
  expect(readdirSync(FOLDER).sort()).toEqual(LOCALES.map((locale) => `${locale}.json`).sort());
});

describe.each(LOCALES)('%s', (locale) => {
  const catalogue = read(`${locale}.json`);

  test('has the very keys of all other catalogues, in the order of the English ones', () => {
    expect(Object.keys(catalogue)).toEqual(TRANSLATED);
  });

  test('has the placeholders of the English messages, and no empty text', () => {
    const wrong = Object.entries(catalogue).filter(
      ([key, text]) => text.trim() === '' || placeholders(text).join() !== placeholders(ENGLISH[key] ?? '').join(),
    );
    expect(wrong).toEqual([]);
  });

  test('is written in a language that the browser can format numbers and dates for', () => {
    expect(Intl.DateTimeFormat.supportedLocalesOf(locale)).not.toEqual([]);
  });
});

describe('the locale for a language tag', () => {
  test.each([
    ['de', 'de-DE'],
    ['de-AT', 'de-DE'],
    ['DE_de', 'de-DE'],
    ['es', 'es-ES'],
    ['es-MX', 'es-419'],
    ['es-ES', 'es-ES'],
    ['fr-CH', 'fr-FR'],
    ['fr-CA', 'fr-CA'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-PT'],
    ['no', 'nb-NO'],
    ['fil-PH', 'tl'],
    ['zh', 'zh-CN'],
    ['zh-Hant', 'zh-TW'],
    ['zh-Hant-HK', 'zh-HK'],
    ['zh-Hans-SG', 'zh-CN'],
    ['kk-KZ', 'kk'],
    ['en-GB', 'en'],
    ['he', 'en'],
    ['', 'en'],
  ])('%s is %s', (tag, locale) => {
    expect(resolveLocale(tag)).toBe(locale);
  });

  test.each([
    ['en-GB', 'en', 'en-GB'],
    ['de_AT', 'de-DE', 'de-AT'],
    ['he', 'en', 'en'],
    ['not a tag!', 'en', 'en'],
  ])('dates for %j beside words in %s are written as in %s', (requested, locale, tag) => {
    expect(formatTag(requested, locale)).toBe(tag);
  });

  test('every locale is its own, whatever the case', () => {
    expect(LOCALES.map((locale) => resolveLocale(locale.toUpperCase()))).toEqual(LOCALES);
  });

  test('Arabic and Urdu are written from right to left', () => {
    expect(LOCALES.filter((locale) => directionOf(locale) === 'rtl')).toEqual(['ar', 'ur']);
  });
});
