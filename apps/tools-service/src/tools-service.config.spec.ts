import { loadToolsServiceConfig } from './tools-service.config.js';

const NEEDED = { DATABASE_URL: 'postgresql://localhost/frontdesk', FRONTDESK_SECRET: 'x'.repeat(32) };

describe('the environment of the tools service', () => {
  it('needs a database and a secret, and nothing else', () => {
    expect(loadToolsServiceConfig(NEEDED)).toMatchObject({
      TOOLS_BIND: '127.0.0.1:50051',
      WEATHER_URL: 'https://api.open-meteo.com',
      WEATHER_TIMEOUT_MS: 3_000,
      secret: NEEDED.FRONTDESK_SECRET,
    });
    expect(() => loadToolsServiceConfig({})).toThrow(/DATABASE_URL is not set/);
    expect(() => loadToolsServiceConfig({ DATABASE_URL: NEEDED.DATABASE_URL })).toThrow(/FRONTDESK_SECRET/);
  });

  it.each<[string, string]>([
    ['TOOLS_BIND', '50051'],
    ['WEATHER_URL', 'ftp://weather'],
    ['GEOCODING_URL', 'nonsense'],
    ['WEATHER_TIMEOUT_MS', '0'],
    ['ADMIN_PORT', '70000'],
  ])('names %s when it is wrong', (variable, value) => {
    expect(() => loadToolsServiceConfig({ ...NEEDED, [variable]: value })).toThrow(new RegExp(`^${variable} is wrong`));
  });

  it('lets the weather be switched off', () => {
    expect(loadToolsServiceConfig({ ...NEEDED, WEATHER_URL: 'off' }).WEATHER_URL).toBe('off');
  });
});
