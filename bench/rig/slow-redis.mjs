import { createServer, connect } from 'node:net';

/**
 * A way to Redis that takes `delayMs` more for every round trip: half of it each way, in order, without a limit on throughput.
 * @param {string} redisUrl @param {number} delayMs
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function slowRedis(redisUrl, delayMs) {
  const target = new URL(redisUrl);
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer((client) => {
    const redis = connect(Number(target.port || 6379), target.hostname);
    pass(client, redis);
    pass(redis, client);
  });
  /** @param {import('node:net').Socket} from @param {import('node:net').Socket} to */
  const pass = (from, to) => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs / 2));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const url = new URL(redisUrl);
  url.hostname = '127.0.0.1';
  url.port = String(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
  return {
    url: url.href,
    stop: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
