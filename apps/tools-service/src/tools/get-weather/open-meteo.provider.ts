import { z } from 'zod';
import { fetchJson, type FetchJsonOptions } from './fetch-json.js';
import {
  OUTLOOK_DAYS,
  WeatherUnavailable,
  type TemperatureUnit,
  type WeatherDay,
  type WeatherLookup,
  type WeatherProvider,
  type WeatherQuery,
  type WeatherReport,
} from './weather-provider.js';

export interface OpenMeteoOptions {
  /** Base URL of the forecast service. */
  readonly weatherUrl: string;
  /** Base URL of the service that finds places. */
  readonly geocodingUrl: string;
  /** Of each of the two requests, in ms. */
  readonly timeoutMs: number;
}

/** Both answers are a few kilobytes. */
const MAX_BYTES = 256 * 1024;
/** Places of one name among which "Paris, Texas" finds the right one. */
const CANDIDATES = 20;

const placeSchema = z.object({
  name: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  country: z.string().optional(),
  country_code: z.string().optional(),
  admin1: z.string().optional(),
  admin2: z.string().optional(),
});
type Place = z.infer<typeof placeSchema>;

const geocodingSchema = z.object({ results: z.array(placeSchema).optional() });

const forecastSchema = z.object({
  current: z.object({
    time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
    temperature_2m: z.number(),
    apparent_temperature: z.number(),
    relative_humidity_2m: z.number(),
    weather_code: z.number(),
    wind_speed_10m: z.number(),
    is_day: z.number(),
  }),
  daily: z.object({
    time: z.array(z.iso.date()).min(1),
    weather_code: z.array(z.number()),
    temperature_2m_max: z.array(z.number()),
    temperature_2m_min: z.array(z.number()),
    precipitation_probability_max: z.array(z.number().nullable()).optional(),
  }),
});
type Forecast = z.infer<typeof forecastSchema>;

/** Open-Meteo (open-meteo.com): free, without a key, its data under CC BY 4.0, which asks to be named. */
export class OpenMeteoProvider implements WeatherProvider {
  constructor(private readonly options: OpenMeteoOptions) {}

  async lookUp(query: WeatherQuery, signal: AbortSignal): Promise<WeatherLookup> {
    const place = await this.findPlace(query.location, signal);
    if (place === null) {
      return { kind: 'place_not_found' };
    }
    const forecast = await this.get(this.forecastUrl(place, query.unit), forecastSchema, signal);
    return { kind: 'found', report: toReport(place, forecast, query.unit) };
  }

  private async findPlace(location: string, signal: AbortSignal): Promise<Place | null> {
    // The service searches by the bare name; what follows a comma tells places of that name apart.
    const [name = '', ...hints] = location.split(',').map((part) => part.trim());
    const url = serviceUrl(this.options.geocodingUrl, 'v1/search', { name, count: String(CANDIDATES), language: 'en', format: 'json' });
    const { results = [] } = await this.get(url, geocodingSchema, signal);
    return results.find((place) => hints.every((hint) => isIn(place, hint))) ?? null;
  }

  private forecastUrl(place: Place, unit: TemperatureUnit): URL {
    return serviceUrl(this.options.weatherUrl, 'v1/forecast', {
      latitude: String(place.latitude),
      longitude: String(place.longitude),
      current: 'temperature_2m,apparent_temperature,relative_humidity_2m,weather_code,wind_speed_10m,is_day',
      daily: 'weather_code,temperature_2m_max,temperature_2m_min,precipitation_probability_max',
      temperature_unit: unit,
      wind_speed_unit: unit === 'celsius' ? 'kmh' : 'mph',
      timezone: 'auto',
      forecast_days: String(OUTLOOK_DAYS),
    });
  }

  private get<T>(url: URL, schema: FetchJsonOptions<T>['schema'], signal: AbortSignal): Promise<T> {
    return fetchJson(url, { schema, signal, timeoutMs: this.options.timeoutMs, maxBytes: MAX_BYTES });
  }
}

function serviceUrl(base: string, path: string, query: Record<string, string>): URL {
  const url = new URL(path, base.endsWith('/') ? base : `${base}/`);
  url.search = new URLSearchParams(query).toString();
  return url;
}

function isIn(place: Place, hint: string): boolean {
  const wanted = hint.toLowerCase();
  return [place.country, place.country_code, place.admin1, place.admin2].some((area) => area?.toLowerCase() === wanted);
}

function toReport(place: Place, { current, daily }: Forecast, unit: TemperatureUnit): WeatherReport {
  return {
    place: {
      name: place.name,
      region: [place.admin1, place.country].filter((area) => area !== undefined && area !== place.name).join(', ') || null,
    },
    unit,
    localTime: current.time.slice(0, 'YYYY-MM-DDTHH:mm'.length),
    current: {
      temperature: current.temperature_2m,
      feelsLike: current.apparent_temperature,
      humidity: current.relative_humidity_2m,
      windSpeed: current.wind_speed_10m,
      isDay: current.is_day === 1,
      code: current.weather_code,
    },
    days: daily.time.slice(0, OUTLOOK_DAYS).map((date, index) => toDay(daily, date, index)),
    source: 'Open-Meteo',
    isSample: false,
  };
}

function toDay(daily: Forecast['daily'], date: string, index: number): WeatherDay {
  const code = daily.weather_code[index];
  const high = daily.temperature_2m_max[index];
  const low = daily.temperature_2m_min[index];
  if (code === undefined || high === undefined || low === undefined) {
    throw new WeatherUnavailable(true, 'answered with days that lack values');
  }
  return { date, code, high, low, precipitationChance: daily.precipitation_probability_max?.[index] ?? null };
}
