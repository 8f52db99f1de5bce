import { createLogger } from '@frontdesk/observability';
import { WeatherService } from './weather.service.js';
import { WeatherUnavailable, type WeatherLookup, type WeatherProvider } from './weather-provider.js';

const QUERY = { location: 'Lisbon', unit: 'celsius' } as const;
const logger = createLogger({ name: 'test', level: 'silent' });
const signal = new AbortController().signal;

function providerThat(answer: () => Promise<WeatherLookup>): WeatherProvider & { asked: number } {
  return {
    asked: 0,
    lookUp() {
      this.asked += 1;
      return answer();
    },
  };
}

describe('WeatherService', () => {
  it('leaves an unreachable provider alone for a minute, then asks it again', async () => {
    let now = 1_000_000;
    const provider = providerThat(() => Promise.reject(new WeatherUnavailable(false, 'no connection')));
    const weather = new WeatherService(provider, logger, () => now);
    await weather.lookUp(QUERY, signal);
    now += 59_000;
    await weather.lookUp(QUERY, signal);
    expect(provider.asked).toBe(1);
    now += 2_000;
    await weather.lookUp(QUERY, signal);
    expect(provider.asked).toBe(2);
  });

  it('does not hide a defect of the provider behind sample data', async () => {
    const weather = new WeatherService(
      providerThat(() => Promise.reject(new TypeError('defect'))),
      logger,
    );
    await expect(weather.lookUp(QUERY, signal)).rejects.toThrow('defect');
  });
});
