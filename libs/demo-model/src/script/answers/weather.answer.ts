import type { Language } from '../intent.js';
import { QUESTIONS } from '../known-facts.js';
import type { Outcome } from '../tool-outcome.js';
import { readWeather, type DayReading, type WeatherReading } from './weather-reading.js';

export const askForPlace = (language: Language): string => QUESTIONS.place[language];

export const SAMPLE_NOTE = {
  en: '_This is sample data, made up for demonstration, not a measurement._',
  de: '_Das sind Beispieldaten zur Vorführung, keine Messung._',
} as const;

const TOMORROW = /\b(?:tomorrow|morgen)\b/iu;
const LATER =
  /\b(?:tonight|later|weekend|next (?:week|days|few days)|this week|forecast|outlook|(?:mon|tues|wednes|thurs|fri|satur|sun)day|wochenende|vorhersage|diese woche)\b/iu;

/**
 * One or two sentences made of the tool's result; sample data is named as such.
 * @param message what the user wrote, since it may ask for another day
 */
export function weatherAnswer(asked: string, outcome: Outcome | 'no-tool', language: Language, message: string): string {
  const german = language === 'de';
  if (outcome === 'no-tool') {
    return german ? 'Das Wetter kann ich hier nicht nachsehen.' : 'I have no way to look up the weather here.';
  }
  if (!outcome.ok) {
    return failure(asked, outcome.reason, language);
  }
  const reading = readWeather(outcome.value, asked);
  const sentences = [german ? germanSentence(reading) : englishSentence(reading)];
  if (TOMORROW.test(message) || LATER.test(message)) {
    sentences.push(outlook(reading, TOMORROW.test(message), german));
  }
  if (reading.sample) {
    sentences.push(SAMPLE_NOTE[language]);
  }
  return sentences.join(' ');
}

function failure(asked: string, reason: string | null, language: Language): string {
  const german = language === 'de';
  if (reason !== null && /^no place|not[ _]found/i.test(reason)) {
    return `${german ? `Den Ort „${asked}“ finde ich nicht.` : `I could not find a place called "${asked}".`} ${QUESTIONS.otherPlace[language]}`;
  }
  const because = reason === null ? '' : ` (${reason})`;
  return german
    ? `Ich konnte das Wetter für ${asked} nicht nachsehen${because}. Bitte versuche es gleich noch einmal.`
    : `I could not get the weather for ${asked}${because}. Please try again in a moment.`;
}

function englishSentence({ place, temperature, feelsLike, unit, condition, wind }: WeatherReading): string {
  if (temperature === null) {
    return condition === null ? `I got an answer for ${place}, but no readings in it.` : `The weather in ${place}: ${condition}.`;
  }
  const felt = feelsLike !== null && feelsLike !== temperature ? `, feels like ${feelsLike} °${unit}` : '';
  const blowing = wind === null ? '' : `, with wind at ${wind}`;
  return `In ${place} it is **${temperature} °${unit}**${condition === null ? '' : ` and ${condition}`}${felt}${blowing}.`;
}

function germanSentence({ place, temperature, unit, wind }: WeatherReading): string {
  if (temperature === null) {
    return `Für ${place} kam eine Antwort ohne Messwerte.`;
  }
  return `In ${place} sind es gerade **${temperature} °${unit}**${wind === null ? '' : `, Wind ${wind}`}.`;
}

/** What is to come, where the result tells it; otherwise that it does not. */
function outlook({ days, unit }: WeatherReading, onlyTomorrow: boolean, german: boolean): string {
  const coming = onlyTomorrow ? days.slice(1, 2) : days.slice(1);
  if (coming.length === 0) {
    return german
      ? 'Das ist das Wetter von jetzt; eine Vorhersage habe ich nicht.'
      : 'That is the weather right now; I have no forecast for later.';
  }
  return coming.map((day) => dayText(onlyTomorrow ? (german ? 'Morgen' : 'Tomorrow') : day.day, day, unit, german)).join(' ');
}

function dayText(name: string, { condition, low, high, rainPercent }: DayReading, unit: string, german: boolean): string {
  const range = low === null || high === null ? null : german ? `${low} bis ${high} °${unit}` : `${low} to ${high} °${unit}`;
  const rain = rainPercent === null ? null : german ? `${rainPercent} % Regenrisiko` : `${rainPercent} % chance of rain`;
  const parts = [german ? null : condition, range, rain].filter((part) => part !== null);
  return `${name}: ${parts.join(', ')}.`;
}
