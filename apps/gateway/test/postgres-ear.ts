import { TcpGate } from './tcp-gate.js';

const HEADER_BYTES = 5;

/** Counts what is asked of a Postgres on the wire: each time that somebody waits for an answer is one round trip. */
export class PostgresEar {
  /** One entry a round trip: the SQL that it was about, where it was sent along (a prepared statement's is sent once). */
  readonly roundTrips: string[] = [];
  private gate: TcpGate | null = null;

  /** @returns the address of the server with the ear in between */
  async at(url: string): Promise<string> {
    this.gate = await TcpGate.to(url, () => this.connection());
    return this.gate.url;
  }

  async close(): Promise<void> {
    await this.gate?.close();
  }

  private connection(): (bytes: Buffer) => void {
    let rest = Buffer.alloc(0);
    let hasBegun = false;
    let said = '';
    return (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      if (!hasBegun && rest.length >= 4) {
        hasBegun = true;
        rest = rest.subarray(rest.readInt32BE(0)); // the first message has no type
      }
      while (rest.length >= HEADER_BYTES && rest.length > rest.readInt32BE(1)) {
        const [type, length] = [rest.toString('latin1', 0, 1), rest.readInt32BE(1) + 1];
        const text = rest.toString('utf8', HEADER_BYTES, length);
        rest = rest.subarray(length);
        said += type === 'P' || type === 'Q' ? text.replaceAll('\0', ' ') : '';
        if (type === 'S' || type === 'Q') {
          this.roundTrips.push(said.trim());
          said = '';
        }
      }
    };
  }
}
