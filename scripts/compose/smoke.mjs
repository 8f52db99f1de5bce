import { within } from '../processes/probe.mjs';

const TIMEOUT_MS = 60_000;

/**
 * Sends one message as a browser would, and waits for the whole answer.
 * @param {string} url of a gateway
 * @param {string} text
 * @returns {Promise<{ answer: string, threadId: string }>} what the assistant said
 */
export function sendOneMessage(url, text) {
  return within(TIMEOUT_MS, async (signal) => {
    const session = await fetch(`${url}/api/chatkit/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}', signal });
    const { client_secret: secret } = /** @type {{ client_secret: string }} */ (await expectOk(session).then((response) => response.json()));
    const response = await fetch(`${url}/chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ type: 'threads.create', params: { input: { content: [{ type: 'input_text', text }], attachments: [], inference_options: {} } } }),
      signal,
    });
    return readAnswer(await expectOk(response).then((ok) => ok.text()));
  });
}

/** @param {Response} response */
async function expectOk(response) {
  if (!response.ok) {
    throw new Error(`${new URL(response.url).pathname} answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
  }
  return response;
}

/** @param {string} stream all frames */
function readAnswer(stream) {
  const events = stream.split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice('data: '.length)));
  const failure = events.find(({ type }) => type === 'error');
  const done = events.filter(({ type, item }) => type === 'thread.item.done' && item.type === 'assistant_message');
  const answer = done.flatMap(({ item }) => item.content.map((/** @type {{ text: string }} */ part) => part.text)).join('');
  if (failure !== undefined || answer === '') {
    throw new Error(`No answer came: ${JSON.stringify(failure ?? events.map(({ type }) => type))}`);
  }
  return { answer, threadId: events.find(({ type }) => type === 'thread.created')?.thread.id ?? '' };
}
