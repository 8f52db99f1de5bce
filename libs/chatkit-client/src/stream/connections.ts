import { ChatKitConnectionError } from '../transport/errors.js';

/** The connections of one stream, one after the other. Each ends with the stream, or when it is given up. */
export class Connections {
  private present = new AbortController();

  constructor(private readonly stream: AbortSignal) {}

  /** Of the present connection, or of the wait for the next one. */
  get signal(): AbortSignal {
    return this.present.signal;
  }

  /** @returns what ends the next connection */
  next(): AbortSignal {
    this.present.abort();
    const connection = new AbortController();
    const end = (): void => connection.abort(this.stream.reason);
    this.stream.addEventListener('abort', end, { once: true, signal: connection.signal });
    if (this.stream.aborted) {
      end();
    }
    this.present = connection;
    return connection.signal;
  }

  /** Counts as a loss, which is made good without a wait. */
  giveUp(): void {
    this.present.abort(new ChatKitConnectionError('The connection was given up.'));
  }
}
