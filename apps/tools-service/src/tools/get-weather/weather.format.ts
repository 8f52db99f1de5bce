import type { TemperatureUnit, WeatherReport } from './weather-provider.js';

/** A rounded number; never "-0". */
export const whole = (value: number): number => Math.round(value) + 0;

/** For people: a rounded number with a real minus sign. */
export const figureText = (value: number): string => String(whole(value)).replace('-', '\u2212');

export const degrees = (value: number): string => `${figureText(value)}°`;

export const temperatureUnit = (unit: TemperatureUnit): string => (unit === 'celsius' ? '°C' : '°F');

export const windUnit = (unit: TemperatureUnit): string => (unit === 'celsius' ? 'km/h' : 'mph');

export const placeText = ({ name, region }: WeatherReport['place']): string => (region === null ? name : `${name}, ${region}`);

const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });

/** "Today" for the first day of a report, else the day of the week. */
export function dayName(date: string, index: number): string {
  return index === 0 ? 'Today' : weekday.format(new Date(`${date}T00:00:00Z`));
}
