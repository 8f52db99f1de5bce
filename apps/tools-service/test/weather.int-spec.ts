import { checkWidget } from '@frontdesk/chatkit-protocol';
import type { ToolCallEvent } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { openTestDatabase, resultOf, ServiceUnderTest } from './harness.js';
import { json, WeatherServer, type Answer } from './weather-server.js';

const TIMEOUT_MS = 400;
const slow: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{');
};

interface Weather {
  readonly source: string;
  readonly location: string;
  readonly temperature: number;
}

describe('get_weather', () => {
  const server = new WeatherServer();
  let db: Database;
  let url: string;
  let weatherUrl: string;
  let service: ServiceUnderTest;

  beforeAll(async () => {
    ({ db, url } = await openTestDatabase());
    weatherUrl = await server.start();
  });
  afterAll(async () => {
    await server.stop();
    await db.$disconnect();
  });
  // A service of its own for each test, since it remembers an unreachable provider.
  beforeEach(async () => {
    server.reset();
    service = await startWith(weatherUrl);
  });
  afterEach(() => service.stop());

  const startWith = (base: string) =>
    ServiceUnderTest.start(url, { env: { WEATHER_URL: base, GEOCODING_URL: base, WEATHER_TIMEOUT_MS: String(TIMEOUT_MS) } });
  const ask = (args: object, on = service) => on.call({ tool: 'get_weather', args });
  const outputOf = (events: readonly ToolCallEvent[]) => resultOf(events).output as Weather;
  function widgetOf(events: readonly ToolCallEvent[]): { widget: unknown; copyText: string; text: string } {
    const [event] = events;
    if (event?.type !== 'effect' || event.effect.type !== 'widget') {
      throw new Error('expected a widget first');
    }
    return { widget: event.effect.widget, copyText: event.effect.copy_text ?? '', text: JSON.stringify(event.effect.widget) };
  }

  it('tells the weather of a place and shows it as a card', async () => {
    const events = await ask({ location: 'Lisbon' });
    expect(outputOf(events)).toEqual({
      location: 'Lisbon, Lisbon District, Portugal',
      local_time: '2026-11-22T21:45',
      temperature: 18,
      unit: 'celsius',
      condition: 'Partly cloudy',
      feels_like: 0,
      humidity_percent: 61,
      wind_speed: 12,
      wind_unit: 'km/h',
      outlook: [
        { day: 'Today', date: '2026-11-22', condition: 'Partly cloudy', high: 19, low: 12, precipitation_chance_percent: 10 },
        { day: 'Mon', date: '2026-11-23', condition: 'Light rain', high: 18, low: 11, precipitation_chance_percent: 80 },
        { day: 'Tue', date: '2026-11-24', condition: 'Thunderstorm', high: 17, low: 10, precipitation_chance_percent: null },
        { day: 'Wed', date: '2026-11-25', condition: 'Changeable', high: 15, low: 9, precipitation_chance_percent: 5 },
      ],
      source: 'Open-Meteo',
    });
    const { widget, text, copyText } = widgetOf(events);
    expect(checkWidget(widget)).toEqual([]);
    for (const shown of [
      'Lisbon',
      '18 °C',
      'Partly cloudy',
      'lucide:cloud-moon',
      '12 km/h',
      '61 %',
      'Source: Open-Meteo',
      '21:45',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).not.toMatch(/Sample|-0°/);
    expect(copyText).toContain('Weather in Lisbon, Lisbon District, Portugal: 18 °C, partly cloudy.');
  });

  it('asks for Fahrenheit and miles when told to', async () => {
    expect(outputOf(await ask({ location: 'Lisbon', unit: 'fahrenheit' }))).toMatchObject({ unit: 'fahrenheit', wind_unit: 'mph' });
    const query = server.requests.at(-1)?.searchParams;
    expect(query?.get('temperature_unit')).toBe('fahrenheit');
    expect(query?.get('wind_speed_unit')).toBe('mph');
    expect(query?.get('timezone')).toBe('auto');
  });

  it('tells places of one name apart by what follows the comma', async () => {
    expect(outputOf(await ask({ location: 'Lisbon, ohio' })).location).toBe('Lisbon, Ohio, United States');
    expect(server.requests[0]?.searchParams.get('name')).toBe('Lisbon');
    expect(server.requests[1]?.searchParams.get('latitude')).toBe('40.77');
  });

  it.each<[string, unknown, string]>([
    ['an unknown place', {}, 'Nowhere'],
    ['a place that is not in that country', undefined, 'Lisbon, Japan'],
  ])('tells the model about %s, without a card', async (_name, geocoding, location) => {
    if (geocoding !== undefined) {
      server.geocoding = json(geocoding);
    }
    const events = await ask({ location });
    expect(events).toEqual([
      { type: 'result', output: { error: 'place_not_found', message: expect.stringContaining(`"${location}"`) }, replayed: false },
    ]);
  });

  it.each<[string, Answer]>([
    ['an error', json({ error: true }, 500)],
    ['garbage', json('<html>Log in to the network</html>')],
    ['JSON of another shape', json({ current: {}, daily: {} })],
    ['megabytes', json(`"${'x'.repeat(2_000_000)}"`)],
  ])('gives sample data, named as such, when the service answers with %s, and asks it again next time', async (_name, answer) => {
    server.forecast = answer;
    const events = await ask({ location: 'Lisbon' });
    expect(outputOf(events)).toMatchObject({ location: 'Lisbon', source: 'sample data (the weather service gave no usable answer)' });
    expect(widgetOf(events).text).toContain('Sample data');
    server.forecast = new WeatherServer().forecast;
    expect(outputOf(await ask({ location: 'Lisbon' })).source).toBe('Open-Meteo');
  });

  it('gives sample data after the timeout when the service is slow, and then does not wait again', async () => {
    server.forecast = slow;
    const startedAt = Date.now();
    const first = await ask({ location: 'Lisbon' });
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(TIMEOUT_MS - 5);
    expect(outputOf(first).source).toBe('sample data (no weather service reachable)');
    const asked = server.requests.length;
    expect(outputOf(await ask({ location: 'Porto' })).source).toBe('sample data (no weather service reachable)');
    expect(server.requests).toHaveLength(asked);
  });

  it('gives sample data, named as such in answer, card and copied text, when nobody is reachable', async () => {
    const alone = await startWith('http://127.0.0.1:1');
    try {
      const events = await ask({ location: 'são paulo' }, alone);
      expect(outputOf(events)).toMatchObject({
        location: 'São Paulo',
        source: 'sample data (no weather service reachable)',
        note: expect.stringContaining('made up'),
      });
      const { widget, text, copyText } = widgetOf(events);
      expect(checkWidget(widget)).toEqual([]);
      expect(text).toContain('Sample data');
      expect(text).toContain('sample data (no weather service reachable)');
      expect(copyText).toContain('sample data (no weather service reachable)');
      const again = await ask({ location: ' SÃO PAULO' }, alone);
      expect(outputOf(again).temperature).toBe(outputOf(events).temperature);
    } finally {
      await alone.stop();
    }
  });

  it('follows no redirect to another host', async () => {
    server.geocoding = (_request, response) => response.writeHead(302, { location: 'http://elsewhere.example/v1/search' }).end();
    expect(outputOf(await ask({ location: 'Lisbon' })).source).toMatch(/^sample data/);
    expect(server.requests).toHaveLength(1);
  });

  it('asks nobody when it is switched off', async () => {
    const closed = await startWith('off');
    try {
      expect(outputOf(await ask({ location: 'Lisbon' }, closed)).source).toBe('sample data (no weather service configured)');
      expect(server.requests).toHaveLength(0);
    } finally {
      await closed.stop();
    }
  });

  it('closes its request when the call is cancelled', async () => {
    const abort = new AbortController();
    const closed = new Promise<void>((resolve) => {
      server.forecast = (_request, response) => {
        response.on('close', resolve);
        abort.abort(new Error('stopped by the user'));
      };
    });
    await expect(service.call({ tool: 'get_weather', args: { location: 'Lisbon' }, signal: abort.signal })).rejects.toThrow(
      'stopped by the user',
    );
    await closed;
  });
});
