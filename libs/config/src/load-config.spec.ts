import { z } from 'zod';
import { ConfigError, booleanVariable, loadConfig, portVariable, readSecret, storeVariables } from './load-config.js';

const schema = z.object({ ...storeVariables, PORT: portVariable(3000), FLAG: booleanVariable.default(false) });
const stores = { DATABASE_URL: 'postgres://localhost/x', REDIS_URL: 'redis://localhost:6379' };

describe('loadConfig', () => {
  it('fills defaults and coerces text', () => {
    expect(loadConfig(schema, { ...stores, FLAG: 'yes' })).toMatchObject({ PORT: 3000, FLAG: true });
  });

  it('takes an empty variable for an absent one', () => {
    expect(loadConfig(schema, { ...stores, PORT: '' }).PORT).toBe(3000);
  });

  it('names every variable that is missing or wrong, and never its value', () => {
    const attempt = () => loadConfig(schema, { DATABASE_URL: 'mysql://root:hunter2@db/x', PORT: 'abc' });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(/DATABASE_URL is wrong: expected postgresql/);
    expect(attempt).toThrow(/REDIS_URL is not set/);
    expect(attempt).toThrow(/PORT is wrong: expected a whole number from 0 to 65535\.$/m);
    expect(attempt).not.toThrow(/hunter2/);
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(loadConfig(schema, stores))).toBe(true);
  });
});

describe('readSecret', () => {
  it('asks for a secret when neither variable is given', () => {
    expect(() => readSecret({})).toThrow(/FRONTDESK_SECRET is not set/);
  });

  it('refuses a file that is not there without naming its path', () => {
    expect(() => readSecret({ FRONTDESK_SECRET_FILE: '/nonexistent/secret' })).toThrow(/cannot be read/);
  });
});
