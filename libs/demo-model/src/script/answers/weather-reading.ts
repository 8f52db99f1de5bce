import { isRecord } from '../../conversation/request-fields.schema.js';

/** What a weather tool's result says. Temperatures and wind are whole numbers in the result's own units. */
export interface WeatherReading {
  readonly place: string;
  readonly temperature: number | null;
  readonly feelsLike: number | null;
  readonly unit: 'C' | 'F';
  readonly condition: string | null;
  /** With its unit, e.g. "12 km/h". */
  readonly wind: string | null;
  readonly days: readonly DayReading[];
  readonly sample: boolean;
}

export interface DayReading {
  /** As the tool names it, e.g. "Today" or "Fri". */
  readonly day: string;
  readonly condition: string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly rainPercent: number | null;
}

type Field = readonly [name: string, value: unknown];

/**
 * Reads a result by the meaning of its field names, since weather tools differ in how they name them.
 * @param asked the place's name where the result holds none
 */
export function readWeather(result: unknown, asked: string): WeatherReading {
  const fields = flattened(result);
  const unit = text(fields, /unit|fahrenheit/i, /wind|speed/i) ?? '';
  const speed = number(fields, /wind/i, /dir|gust|degree|bearing/i);
  return {
    place: placeIn(fields) ?? asked,
    temperature: number(fields, /temp/i, /feels|apparent|min|max|low|high/i),
    feelsLike: number(fields, /feels|apparent/i),
    unit: /^°?f/i.test(unit) || fields.some(([name]) => /temp.*(?:_f|fahrenheit)$/i.test(name)) ? 'F' : 'C',
    condition: text(fields, /condition|description|summary|sky/i)?.toLowerCase() ?? null,
    wind: speed === null ? null : `${speed} ${text(fields, /wind.*unit|speed_?unit/i) ?? speedUnitIn(fields)}`,
    days: daysIn(result),
    sample: fields.some(
      ([name, value]) => (/sample|demo|mock/i.test(name) && value === true) || (isText(value) && /\bsample\b/i.test(value)),
    ),
  };
}

function daysIn(result: unknown): DayReading[] {
  const list = isRecord(result)
    ? Object.entries(result).find(([name, value]) => /outlook|forecast|days|daily/i.test(name) && Array.isArray(value))?.[1]
    : undefined;
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  return entries
    .map((entry) => flattened(entry))
    .map((fields) => ({
      day: text(fields, /^day|weekday/i) ?? text(fields, /date/i) ?? '',
      condition: text(fields, /condition|description|summary/i)?.toLowerCase() ?? null,
      low: number(fields, /low|min/i),
      high: number(fields, /high|max/i),
      rainPercent: number(fields, /precipitation|rain/i),
    }));
}

function placeIn(fields: readonly Field[]): string | null {
  const place = text(fields, /^(?:location|place|city|name)$/i) ?? text(fields, /\.(?:name|city)$/i);
  const country = text(fields, /(?:^|\.)country$/i);
  return place !== null && country !== null && !place.includes(country) ? `${place}, ${country}` : place;
}

function speedUnitIn(fields: readonly Field[]): string {
  const name = fields.find(([candidate]) => /wind/i.test(candidate))?.[0] ?? '';
  return /mph/i.test(name) ? 'mph' : /(?:_ms|mps|m_s)$/i.test(name) ? 'm/s' : 'km/h';
}

function number(fields: readonly Field[], name: RegExp, not?: RegExp): number | null {
  const value = find(fields, name, not, isNumber);
  return value === null ? null : Math.round(value) + 0;
}

const text = (fields: readonly Field[], name: RegExp, not?: RegExp): string | null => find(fields, name, not, isText);

function find<T>(fields: readonly Field[], name: RegExp, not: RegExp | undefined, accepts: (value: unknown) => value is T): T | null {
  for (const [candidate, value] of fields) {
    if (name.test(candidate) && !not?.test(candidate) && accepts(value)) {
      return value;
    }
  }
  return null;
}

/** Every plain value with the dotted path of its name; lists are left out, since they hold times other than now. */
function flattened(value: unknown, prefix = ''): Field[] {
  if (!isRecord(value)) {
    return isText(value) ? [['summary', value]] : [];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    if (isRecord(inner)) {
      return flattened(inner, `${prefix}${name}.`);
    }
    return Array.isArray(inner) ? [] : [[`${prefix}${name}`, inner] as const];
  });
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
