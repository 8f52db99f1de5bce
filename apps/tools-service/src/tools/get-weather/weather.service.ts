import type { Logger } from '@frontdesk/observability';
import { sampleWeather } from './sample-weather.js';
import { WeatherUnavailable, type WeatherLookup, type WeatherProvider, type WeatherQuery } from './weather-provider.js';

/** How long a service that could not be reached is not asked again, so that nobody waits for its timeout twice. */
const UNREACHABLE_FOR_MS = 60_000;

/** The weather from a provider, or sample data that says so: a closed network must not cost the answer. */
export class WeatherService {
  private unreachableUntil = 0;

  /**
   * @param provider null when the installation has none
   * @param now ms since the epoch
   */
  constructor(
    private readonly provider: WeatherProvider | null,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws the signal's reason when aborted */
  async lookUp(query: WeatherQuery, signal: AbortSignal): Promise<WeatherLookup> {
    if (this.provider === null) {
      return this.sample(query, 'no weather service configured');
    }
    if (this.now() < this.unreachableUntil) {
      return this.sample(query, 'no weather service reachable');
    }
    try {
      return await this.provider.lookUp(query, signal);
    } catch (error) {
      if (!(error instanceof WeatherUnavailable)) {
        throw error;
      }
      this.logger.warn({ reason: error.message, reached: error.reached }, 'the weather service gave no answer; sample data instead');
      if (error.reached) {
        return this.sample(query, 'the weather service gave no usable answer');
      }
      this.unreachableUntil = this.now() + UNREACHABLE_FOR_MS;
      return this.sample(query, 'no weather service reachable');
    }
  }

  private sample(query: WeatherQuery, reason: string): WeatherLookup {
    return { kind: 'found', report: sampleWeather(query, reason, new Date(this.now())) };
  }
}
