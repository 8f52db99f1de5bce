import { ConfigError } from '@frontdesk/config';
import { loadAgentWorkerConfig } from './agent-worker.config.js';

const given = { DATABASE_URL: 'postgresql://u@h:1/d', REDIS_URL: 'redis://h:1', FRONTDESK_SECRET: 'x'.repeat(32) };

it('needs a key for the public API, and says so', () => {
  expect(() => loadAgentWorkerConfig(given)).toThrow(ConfigError);
  expect(() => loadAgentWorkerConfig(given)).toThrow(/OPENAI_API_KEY/);
});

it('needs none for a server of one’s own', () => {
  expect(loadAgentWorkerConfig({ ...given, OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1' })).toMatchObject({
    OPENAI_API: 'responses',
    OPENAI_MODEL: 'gpt-4.1-mini',
    WORKER_CONCURRENCY: 32,
  });
});

it('names what is wrong without repeating it', () => {
  expect(() => loadAgentWorkerConfig({ ...given, OPENAI_API_KEY: 'k', OPENAI_API: 'assistants' })).toThrow(/OPENAI_API is wrong/);
});
