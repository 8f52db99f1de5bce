import { checkWidget } from '@frontdesk/chatkit-protocol';
import fc from 'fast-check';
import { sampleWeather } from './sample-weather.js';
import { conditionOf } from './weather-codes.js';
import { weatherText, weatherWidget } from './weather.widget.js';

const NOW = new Date('2026-11-22T10:00:00Z');

describe('sample weather', () => {
  it('is plausible, four days long and a valid card for every place', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 120, unit: 'grapheme' }),
        fc.constantFrom('celsius' as const, 'fahrenheit' as const),
        (location, unit) => {
          const report = sampleWeather({ location, unit }, 'a test', NOW);
          const [low, high] = unit === 'celsius' ? [-5, 40] : [20, 105];
          expect(report.days.map((day) => day.date)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']);
          for (const day of report.days) {
            expect(day.low).toBeLessThan(day.high);
            expect(day.low).toBeGreaterThan(low);
            expect(day.high).toBeLessThan(high);
            expect(conditionOf(day.code).text).not.toBe('Changeable');
          }
          expect(report.current.temperature).toBeLessThanOrEqual(report.days[0]?.high ?? 0);
          expect(report.current.temperature).toBeGreaterThanOrEqual(report.days[0]?.low ?? 0);
          expect(checkWidget(weatherWidget(report))).toEqual([]);
          expect(weatherText(report)).toContain('sample data (a test)');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the same in both units', () => {
    const celsius = sampleWeather({ location: 'Lisbon', unit: 'celsius' }, 'a test', NOW);
    const fahrenheit = sampleWeather({ location: 'lisbon ', unit: 'fahrenheit' }, 'a test', NOW);
    expect(fahrenheit.current.temperature).toBeCloseTo((celsius.current.temperature * 9) / 5 + 32);
    expect(fahrenheit.place.name).toBe('Lisbon');
  });

  it('differs between places', () => {
    const cities = ['Lisbon', 'Oslo', 'Nairobi', 'Tokyo', 'Quito', 'Perth'];
    const temperatures = cities.map((location) => sampleWeather({ location, unit: 'celsius' }, 'a test', NOW).current.temperature);
    expect(new Set(temperatures).size).toBeGreaterThan(3);
  });
});
