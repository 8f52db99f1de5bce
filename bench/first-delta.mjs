// Time to the first delta of a message at idle, through the whole system, over the model's own.
// Alternates one direct request to the model and one message through the gateway, so that both see the same machine.
//
//   node bench/first-delta.mjs [--url http://127.0.0.1:3000] [--model-url http://127.0.0.1:PORT/v1] [--rounds 50]
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    'model-url': { type: 'string' },
    rounds: { type: 'string', default: '50' },
  },
});
if (values['model-url'] === undefined) {
  process.stderr.write('--model-url is missing: the base URL of the model that the worker uses; `npm start` prints it.\n');
  process.exit(1);
}

/** The worker lets the demo model think aloud first; the direct request asks for the same. */
const MESSAGE = 'Hello';

/** Milliseconds until `found` is true of the text received so far; the rest of the answer is read and dropped, so that the next round starts at idle. */
async function timeUntil(found, url, init) {
  const begun = performance.now();
  const response = await fetch(url, init);
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  }
  let text = '';
  let elapsed;
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    if (elapsed === undefined) {
      text += decoder.decode(chunk, { stream: true });
      if (found(text)) {
        elapsed = performance.now() - begun;
      }
    }
  }
  if (elapsed === undefined) {
    throw new Error(`no delta came from ${url}`);
  }
  return elapsed;
}

const json = (body, headers = {}) => ({ method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

async function secret() {
  const response = await fetch(`${values.url}/api/chatkit/session`, json({}));
  return (await response.json()).client_secret;
}

const direct = () =>
  timeUntil((text) => text.includes('output_text.delta'), `${values['model-url']}/responses`,
    json({ model: 'demo', instructions: 'You are ChatKit Guide.', input: [{ role: 'user', content: MESSAGE }], reasoning: { summary: 'auto' }, stream: true }, { authorization: 'Bearer demo' }));

const throughFrontdesk = (token) =>
  timeUntil((text) => text.includes('content_part.text_delta'), `${values.url}/chatkit`,
    json({ type: 'threads.create', params: { input: { content: [{ type: 'input_text', text: MESSAGE }], attachments: [], inference_options: {} } } }, { authorization: `Bearer ${token}`, 'frontdesk-resume': '1' }));

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
const row = (name, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  return { what: name, p50: quantile(sorted, 0.5).toFixed(1), p95: quantile(sorted, 0.95).toFixed(1), min: sorted[0].toFixed(1), max: sorted.at(-1).toFixed(1) };
};

const rounds = Number(values.rounds);
for (let warmUp = 0; warmUp < 5; warmUp += 1) {
  await direct();
  await throughFrontdesk(await secret());
}
const model = [];
const whole = [];
for (let round = 0; round < rounds; round += 1) {
  const token = await secret();
  model.push(await direct());
  whole.push(await throughFrontdesk(token));
}
const difference = whole.map((time, index) => time - model[index]);
process.stdout.write(`first delta at idle, ms, ${rounds} rounds, alternating\n`);
console.table([row('the model alone', model), row('through Frontdesk', whole), row('added by Frontdesk', difference)]);
