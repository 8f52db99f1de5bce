export type TemperatureUnit = 'celsius' | 'fahrenheit';

export interface WeatherQuery {
  /** As a person says it: "Lisbon", or "Paris, Texas". */
  readonly location: string;
  readonly unit: TemperatureUnit;
}

/** Temperatures in the unit asked for; wind in km/h with Celsius, in mph with Fahrenheit. */
export interface WeatherReport {
  readonly place: { readonly name: string; readonly region: string | null };
  readonly unit: TemperatureUnit;
  /** The place's own time, `YYYY-MM-DDTHH:mm`; null when it is not known. */
  readonly localTime: string | null;
  readonly current: {
    readonly temperature: number;
    readonly feelsLike: number;
    /** Relative, in per cent. */
    readonly humidity: number;
    readonly windSpeed: number;
    readonly isDay: boolean;
    /** WMO weather code (see weather-codes.ts). */
    readonly code: number;
  };
  /** From today on. */
  readonly days: readonly WeatherDay[];
  /** Where the figures come from, said to model and user alike. */
  readonly source: string;
  /** Made up, since there was nobody to ask. */
  readonly isSample: boolean;
}

export interface WeatherDay {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly code: number;
  readonly high: number;
  readonly low: number;
  /** In per cent; null when the service does not say. */
  readonly precipitationChance: number | null;
}

export type WeatherLookup = { readonly kind: 'found'; readonly report: WeatherReport } | { readonly kind: 'place_not_found' };

/** Days in a report. */
export const OUTLOOK_DAYS = 4;

/** Somebody who knows the weather. */
export interface WeatherProvider {
  /**
   * @throws WeatherUnavailable when there is no answer to use; the signal's reason when aborted
   */
  lookUp(query: WeatherQuery, signal: AbortSignal): Promise<WeatherLookup>;
}

export class WeatherUnavailable extends Error {
  /** @param reached whether the service answered at all */
  constructor(
    readonly reached: boolean,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'WeatherUnavailable';
  }
}
