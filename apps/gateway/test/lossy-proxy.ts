import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a server and can lose its answers: the request gets through, and then the connection is gone. */
export class LossyProxy {
  requests = 0;
  private toLose = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<LossyProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const made = new LossyProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (incoming, outgoing) => {
      made.requests += 1;
      const passed = forward(`${target}${incoming.url}`, { method: incoming.method, headers: incoming.headers }, (answer) => {
        if (made.toLose > 0) {
          made.toLose -= 1;
          answer.resume().once('end', () => outgoing.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(passed);
    });
    return made;
  }

  loseNextAnswers(count: number): void {
    this.toLose = count;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
