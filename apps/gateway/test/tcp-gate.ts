import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

type Listener = () => (bytes: Buffer) => void;

/** A way to a real server that the test can close and open again. */
export class TcpGate {
  /** Connections that came while it was closed. */
  refused = 0;
  private isOpen = true;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    private readonly listen: Listener | undefined,
  ) {}

  /** @param listener called for each connection; what it returns hears all that is sent to the server */
  static async to(url: string, listener?: Listener): Promise<TcpGate> {
    const server = createServer();
    const gate = new TcpGate(server, new URL(url), listener);
    server.on('connection', (socket) => gate.pass(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  /** The server's URL with the gate's address in it. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.toString();
  }

  /** Cuts every connection, and refuses new ones. */
  cut(): void {
    this.isOpen = false;
    this.sockets.forEach((socket) => socket.destroy());
  }

  restore(): void {
    this.isOpen = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(near: Socket): void {
    if (!this.isOpen) {
      this.refused += 1;
      near.destroy();
      return;
    }
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
    const hear = this.listen?.();
    if (hear !== undefined) {
      near.on('data', hear);
    }
    near.pipe(far).pipe(near);
  }
}
