import { loadGatewayConfig } from './gateway.config.js';

const NEEDED = { DATABASE_URL: 'postgresql://u@h:5432/d', REDIS_URL: 'redis://h:6379', FRONTDESK_SECRET: 'x'.repeat(32) };

describe('the configuration', () => {
  it('needs the stores and the secret, and has a default for everything else', () => {
    expect(loadGatewayConfig(NEEDED)).toMatchObject({
      logLevel: 'info',
      listen: { port: 3000, host: '127.0.0.1' },
      edge: { bodyLimitBytes: 1_048_576, rateLimitPerMinute: 120, trustProxy: false },
      sessions: { ttlSeconds: 600, anonymousUsers: true },
      web: { root: expect.stringMatching(/\/apps\/web\/dist$/), elementFile: expect.stringMatching(/\/libs\/chatkit-element\/dist\/chatkit\.js$/), element: { kind: 'bundled' } },
      model: { name: 'gpt-4.1-mini', demo: false },
    });
  });

  it.each(Object.keys(NEEDED))('without %s says so', (name) => {
    expect(() => loadGatewayConfig({ ...NEEDED, [name]: '' })).toThrow(new RegExp(`^${name} is not set`));
  });

  it.each([
    ['production', undefined, false],
    ['production', 'true', true],
    ['development', undefined, true],
    ['development', 'false', false],
  ])('in %s with FRONTDESK_ANONYMOUS_USERS and FRONTDESK_GALLERY=%s lets anonymous users in and shows the gallery: %p', (NODE_ENV, given, expected) => {
    const { sessions, web } = loadGatewayConfig({ ...NEEDED, NODE_ENV, FRONTDESK_ANONYMOUS_USERS: given, FRONTDESK_GALLERY: given });
    expect([sessions.anonymousUsers, web.gallery]).toEqual([expected, expected]);
  });

  it("takes OpenAI's element with the domain's key, which may wait until there is a domain", () => {
    const elementOf = (env: Record<string, string>) => loadGatewayConfig({ ...NEEDED, CHATKIT_ELEMENT: 'cdn', ...env }).web.element;
    expect(elementOf({ CHATKIT_DOMAIN_KEY: 'domain_pk_1' })).toEqual({ kind: 'cdn', domainKey: 'domain_pk_1' });
    expect(elementOf({ CHATKIT_DOMAIN_KEY: '' })).toEqual({ kind: 'cdn', domainKey: 'domain_pk_localhost_dev' });
  });

  it.each([
    ['CHATKIT_ELEMENT', 'hosted', 'expected bundled or cdn'],
    ['CHATKIT_DOMAIN_KEY', '"><script>', 'expected a key such as domain_pk_…'],
  ])('refuses a wrong %s', (name, value, sentence) => {
    expect(() => loadGatewayConfig({ ...NEEDED, [name]: value })).toThrow(`${name} is wrong: ${sentence}.`);
  });
});
