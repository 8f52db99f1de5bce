// A client of the protocol that costs little: many of them share one process and measure the server, not themselves.
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: Infinity, scheduling: 'fifo' });

/**
 * @typedef {object} Target a server that speaks the protocol
 * @property {string} url of its endpoint
 * @property {() => Promise<Record<string, string>>} headers of a new user
 *
 * @typedef {object} Frame
 * @property {string} type
 * @property {string} data the frame as it came
 *
 * @typedef {object} StreamOptions
 * @property {(frame: Frame, cursor: string | undefined) => void} [onFrame]
 * @property {(status: number, headers: import('node:http').IncomingHttpHeaders) => void} [onOpen] the head of the answer is there
 * @property {AbortSignal} [signal] leaves without waiting for the end
 */

const TYPE = /^\{"type":"([a-z_.]+)"/;
const DELTA = /"type":"assistant_message\.content_part\.text_delta","content_index":\d+,"delta":"((?:[^"\\]|\\.)*)"/;

/** The text of a delta frame; undefined for every other frame. @param {string} data */
export function deltaOf(data) {
  if (!data.includes('text_delta')) {
    return undefined;
  }
  const match = DELTA.exec(data);
  return match === null ? JSON.parse(data).update.delta : JSON.parse(`"${match[1]}"`);
}

/** @param {string} text */
export const createThread = (text) => ({ type: 'threads.create', params: { input: { content: [{ type: 'input_text', text }], attachments: [], inference_options: {} } } });

/**
 * One POST, read to its end frame by frame.
 * @param {Target} target @param {Record<string, string>} headers @param {object} body @param {StreamOptions} [options]
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string }>} text: of a JSON answer
 */
export function post(target, headers, body, { onFrame, onOpen, signal } = {}) {
  const payload = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(target.url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload), ...headers } }, (response) => {
      onOpen?.(response.statusCode ?? 0, response.headers);
      response.setEncoding('utf8');
      const frames = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
      let rest = '';
      response.on('data', (/** @type {string} */ chunk) => (rest = frames ? takeFrames(rest + chunk, onFrame) : rest + chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: rest }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    signal?.addEventListener('abort', () => outgoing.destroy(new Error('left')), { once: true });
    outgoing.end(payload);
  });
}

/** @param {string} text @param {StreamOptions['onFrame']} onFrame @returns {string} what is not whole yet */
function takeFrames(text, onFrame) {
  let from = 0;
  for (let end = text.indexOf('\n\n', from); end !== -1; end = text.indexOf('\n\n', from)) {
    const event = text.slice(from, end);
    from = end + 2;
    const at = event.indexOf('data: ');
    if (at !== -1 && onFrame !== undefined) {
      const data = event.slice(at + 6);
      onFrame({ type: TYPE.exec(data)?.[1] ?? '', data }, /^id: (\S+)/.exec(event)?.[1]);
    }
  }
  return text.slice(from);
}

/** Frontdesk at one gateway. @param {string} gatewayUrl @returns {Target} */
export function frontdesk(gatewayUrl) {
  const session = { url: `${gatewayUrl}/api/chatkit/session`, headers: async () => ({}) };
  return {
    url: `${gatewayUrl}/chatkit`,
    headers: async () => {
      const { status, text } = await post(session, {}, {});
      if (status !== 200) {
        throw new Error(`no session: ${status} ${text}`);
      }
      return { authorization: `Bearer ${JSON.parse(text).client_secret}`, 'frontdesk-resume': '1' };
    },
  };
}

/**
 * Sends a message and reads the whole answer. @param {Target} target @param {Record<string, string>} headers @param {string} text @param {StreamOptions} [options]
 * @throws Error when the answer is not a complete one
 */
export async function chat(target, headers, text, options = {}) {
  let answered = false;
  const { status, text: body } = await post(target, headers, createThread(text), {
    ...options,
    onFrame: (frame, cursor) => {
      if (frame.type === 'error') {
        throw new Error(`the answer failed: ${frame.data}`);
      }
      answered ||= frame.type === 'thread.item.done' && frame.data.includes('"assistant_message"');
      options.onFrame?.(frame, cursor);
    },
  });
  if (status !== 200 || !answered) {
    throw new Error(`no whole answer: ${status} ${body.slice(0, 300)}`);
  }
}
