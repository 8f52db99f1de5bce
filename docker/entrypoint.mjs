// Starts the program that the container's command names. Where no model was configured, the demo model is it.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { env } = process;
const isGiven = (/** @type {string} */ name) => (env[name] ?? '').trim() !== '';

if (isGiven('DEMO_MODEL_URL') && !isGiven('OPENAI_BASE_URL') && !isGiven('OPENAI_API_KEY')) {
  env['OPENAI_BASE_URL'] = env['DEMO_MODEL_URL'];
  env['OPENAI_API_KEY'] = 'demo';
  env['OPENAI_MODEL'] = 'frontdesk-demo';
  env['FRONTDESK_DEMO_MODEL'] = 'true';
  env['ALLOWED_MODELS'] = (env['ALLOWED_MODELS'] ?? '').trim() || 'frontdesk-demo,frontdesk-demo-quick';
}

await import(pathToFileURL(resolve(process.argv[2] ?? '')).href);
