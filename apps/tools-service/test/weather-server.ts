import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server in the place of Open-Meteo. */
export class WeatherServer {
  readonly requests: URL[] = [];
  geocoding: Answer = json(LISBON);
  forecast: Answer = json(FORECAST);
  private readonly server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://weather');
    this.requests.push(url);
    if (url.pathname === '/v1/search') {
      this.geocoding(request, response);
    } else {
      this.forecast(request, response);
    }
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.requests.length = 0;
    this.geocoding = json(LISBON);
    this.forecast = json(FORECAST);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

export function json(body: unknown, status = 200): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

export const LISBON = {
  results: [
    { name: 'Lisbon', latitude: 38.71667, longitude: -9.13333, country: 'Portugal', country_code: 'PT', admin1: 'Lisbon District' },
    { name: 'Lisbon', latitude: 40.77, longitude: -80.77, country: 'United States', country_code: 'US', admin1: 'Ohio' },
  ],
};

export const FORECAST = {
  current: {
    time: '2026-11-22T21:45',
    temperature_2m: 17.6,
    apparent_temperature: -0.2,
    relative_humidity_2m: 61,
    weather_code: 2,
    wind_speed_10m: 12.4,
    is_day: 0,
  },
  daily: {
    time: ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'],
    weather_code: [2, 61, 95, 9_999, 0],
    temperature_2m_max: [19.4, 18, 16.5, 15, 1],
    temperature_2m_min: [12.1, 11, 10, 9.4, 1],
    precipitation_probability_max: [10, 80, null, 5, 1],
  },
};
