import { isRecord } from '../../conversation/request-fields.schema.js';
import type { Language } from '../intent.js';
import { QUESTIONS } from '../known-facts.js';
import type { Outcome } from '../tool-outcome.js';

interface Reading {
  readonly place: string;
  readonly temperature: number | null;
  readonly feelsLike: number | null;
  readonly unit: 'C' | 'F';
  readonly condition: string | null;
  readonly wind: string | null;
  readonly sample: boolean;
}

/** A sentence made of the tool's result; sample data is named as such. */
export function weatherAnswer(asked: string | null, outcome: Outcome | 'no-tool', language: Language, wantsForecast: boolean): string {
  const german = language === 'de';
  if (asked === null) {
    return QUESTIONS.place[language];
  }
  if (outcome === 'no-tool') {
    return german ? 'Das Wetter kann ich hier nicht nachsehen.' : 'I have no way to look up the weather here.';
  }
  if (!outcome.ok) {
    const reason = outcome.reason === null ? '' : ` (${outcome.reason})`;
    return german
      ? `Ich konnte das Wetter für ${asked} nicht nachsehen${reason}. Ist der Ort richtig geschrieben?`
      : `I could not get the weather for ${asked}${reason}. Is the place spelled right? Otherwise please try again in a moment.`;
  }
  const reading = readingOf(outcome.value, asked);
  const sentences = [german ? germanSentence(reading) : englishSentence(reading)];
  if (wantsForecast) {
    sentences.push(german ? 'Das ist das Wetter von jetzt; eine Vorhersage habe ich nicht.' : 'That is the weather right now; I have no forecast for later.');
  }
  if (reading.sample) {
    sentences.push(german ? '_Das sind Beispieldaten, keine Messung: Der Wetterdienst war nicht erreichbar._' : '_This is sample data, not a measurement: the weather service could not be reached._');
  }
  return sentences.join(' ');
}

function englishSentence({ place, temperature, feelsLike, unit, condition, wind }: Reading): string {
  if (temperature === null) {
    return condition === null ? `I got an answer for ${place}, but no readings in it.` : `The weather in ${place}: ${condition}.`;
  }
  const felt = feelsLike !== null && Math.abs(feelsLike - temperature) >= 1 ? `, feels like ${feelsLike} °${unit}` : '';
  const blowing = wind === null ? '' : `, with wind at ${wind}`;
  return `In ${place} it is **${temperature} °${unit}**${condition === null ? '' : ` and ${condition}`}${felt}${blowing}.`;
}

function germanSentence({ place, temperature, unit, condition, wind }: Reading): string {
  if (temperature === null) {
    return `Für ${place} kam eine Antwort ohne Messwerte${condition === null ? '' : ` (${condition})`}.`;
  }
  return `In ${place} sind es gerade **${temperature} °${unit}**${condition === null ? '' : ` (${condition})`}${wind === null ? '' : `, Wind ${wind}`}.`;
}

/** Reads a result by the meaning of its field names, since weather tools differ in how they name them. */
function readingOf(value: unknown, asked: string): Reading {
  const fields = flattened(value);
  const find = <T>(name: RegExp, accepts: (candidate: unknown) => candidate is T, not?: RegExp): T | null => {
    for (const [key, candidate] of fields) {
      if (name.test(key) && !not?.test(key) && accepts(candidate)) {
        return candidate;
      }
    }
    return null;
  };
  const temperature = find(/temp/i, isNumber, /unit|feels|apparent|min|max|low|high/i);
  const unit = find(/unit|temp.*_f|fahrenheit/i, isText) ?? '';
  const speed = find(/wind/i, isNumber, /dir|gust|degree|bearing/i);
  const speedUnit = find(/wind.*unit|speed_?unit/i, isText) ?? speedUnitIn(fields);
  const windText = find(/wind/i, isText, /unit|dir/i);
  return {
    place: placeIn(fields) ?? asked,
    temperature: rounded(temperature),
    feelsLike: rounded(find(/feels|apparent/i, isNumber)),
    unit: /^°?f/i.test(unit) || fields.some(([key]) => /temp.*(?:_f|fahrenheit)$/i.test(key)) ? 'F' : 'C',
    condition: find(/condition|description|summary|sky/i, isText)?.toLowerCase() ?? null,
    wind: speed === null ? windText : `${rounded(speed) ?? 0} ${speedUnit}`,
    sample: fields.some(([key, candidate]) => (/sample|demo|mock/i.test(key) && candidate === true) || (isText(candidate) && /\bsample\b/i.test(candidate))),
  };
}

function placeIn(fields: readonly (readonly [string, unknown])[]): string | null {
  const text = (name: RegExp): string | null => {
    const found = fields.find(([key, candidate]) => name.test(key) && isText(candidate))?.[1];
    return isText(found) ? found : null;
  };
  const place = text(/^(?:location|place|city|name)$/i) ?? text(/\.(?:name|city)$/i);
  const country = text(/(?:^|\.)country$/i);
  return place !== null && country !== null && !place.includes(country) ? `${place}, ${country}` : place;
}

function speedUnitIn(fields: readonly (readonly [string, unknown])[]): string {
  const key = fields.find(([name]) => /wind/i.test(name))?.[0] ?? '';
  return /mph/i.test(key) ? 'mph' : /(?:_ms|mps|m_s)$/i.test(key) ? 'm/s' : 'km/h';
}

/** Every plain value with the dotted path of its name; lists are left out, since they hold times other than now. */
function flattened(value: unknown, path = ''): (readonly [string, unknown])[] {
  if (!isRecord(value)) {
    return isText(value) && path === '' ? [['summary', value]] : [];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = path === '' ? key : `${path}.${key}`;
    return isRecord(inner) ? flattened(inner, name) : Array.isArray(inner) ? [] : [[name, inner] as const];
  });
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value));
