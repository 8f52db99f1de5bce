import { createConnection, createServer } from 'node:net';
import { Stop } from './stop.mjs';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * @param {number} port 0 lets the system choose
 * @param {string} host
 * @returns {Promise<number>} the port, free a moment ago
 */
function claim(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : port));
    });
  });
}

/** @param {string} [host] */
export const freePort = (host = '127.0.0.1') => claim(0, host);

/**
 * @param {string | undefined} given the variable PORT
 * @returns {number}
 */
export function parsePort(given) {
  const port = given === undefined || given.trim() === '' ? 3000 : Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Stop(`PORT is not a port: give a whole number from 1 to 65535, such as PORT=3000.`);
  }
  return port;
}

/**
 * @param {number} port
 * @param {string} host
 */
export async function requireFreePort(port, host) {
  try {
    await claim(port, host);
  } catch (cause) {
    const code = /** @type {NodeJS.ErrnoException} */ (cause).code;
    if (code === 'EADDRINUSE') {
      throw new Stop(`Port ${port} is in use: stop the program that uses it, or choose another port with PORT=${port === 65_535 ? 3000 : port + 1} npm start.`);
    }
    if (code === 'EACCES') {
      throw new Stop(`Port ${port} may not be used by this account: choose one above 1023, such as PORT=3000 npm start.`);
    }
    throw new Stop(`HOST=${host} is no address of this machine (${code ?? 'unknown'}): correct the variable or unset it.`);
  }
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>} why nothing answers; undefined when something does
 */
export function whyNoAnswer(host, port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: CONNECT_TIMEOUT_MS });
    const settle = (/** @type {string | undefined} */ reason) => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => settle(undefined));
    socket.once('timeout', () => settle('no answer within 5 s'));
    socket.once('error', (cause) => settle(/** @type {NodeJS.ErrnoException} */ (cause).code ?? cause.message));
  });
}
