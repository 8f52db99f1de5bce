import { createHash } from 'node:crypto';
import { OUTLOOK_DAYS, type WeatherDay, type WeatherQuery, type WeatherReport } from './weather-provider.js';

/** Pleasant to look at, and plausible at any temperature that is made up here. */
const CODES = [0, 1, 2, 2, 3, 61, 80] as const;
const DAY_MS = 86_400_000;

/**
 * Made-up weather, always the same for a place, for installations without a weather service.
 * @param reason why there is none; becomes part of the source that model and user are told
 * @param now decides only which dates the days have
 */
export function sampleWeather({ location, unit }: WeatherQuery, reason: string, now: Date): WeatherReport {
  const bytes = createHash('sha256').update(location.trim().toLowerCase()).digest();
  const within = (index: number, low: number, high: number): number => low + (bytes.readUInt8(index) % (high - low + 1));
  const base = within(0, 6, 26);
  const temperature = (celsius: number) => (unit === 'celsius' ? celsius : (celsius * 9) / 5 + 32);
  const wind = within(3, 4, 28);
  const codeAt = (index: number) => CODES[bytes.readUInt8(index) % CODES.length] ?? 0;
  const days = Array.from({ length: OUTLOOK_DAYS }, (_, day): WeatherDay => {
    const middle = base + (day === 0 ? 0 : within(8 + day, -3, 3));
    const code = codeAt(day === 0 ? 1 : 12 + day);
    return {
      date: new Date(now.getTime() + day * DAY_MS).toISOString().slice(0, 10),
      code,
      high: temperature(middle + 3),
      low: temperature(middle - 5),
      precipitationChance: code >= 51 ? 70 : 10,
    };
  });
  return {
    place: { name: titleCase(location), region: null },
    unit,
    localTime: null,
    current: {
      temperature: temperature(base),
      feelsLike: temperature(base - within(2, 0, 2)),
      humidity: within(4, 40, 85),
      windSpeed: unit === 'celsius' ? wind : wind * 0.621_371,
      isDay: true,
      code: codeAt(1),
    },
    days,
    source: `sample data (${reason})`,
    isSample: true,
  };
}

function titleCase(location: string): string {
  return location.trim().replace(/(^|[\s,-])(\p{Ll})/gu, (_match, before: string, letter: string) => before + letter.toUpperCase());
}
