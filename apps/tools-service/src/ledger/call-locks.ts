import type { Logger } from '@frontdesk/observability';
import pg from 'pg';
import type { LedgerCall } from './call-ledger.js';

/**
 * Tells whether the process that runs a call is alive: it holds an advisory lock on the call, on a connection of its
 * own, and Postgres gives the lock back in the moment that the process or its connection dies.
 *
 * The locks only say who waits and who takes over. That a call is entered once is up to the ledger's primary key.
 */
export class CallLocks {
  private connection: Promise<pg.Client> | null = null;
  private closed = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly logger: Logger,
  ) {}

  /** @returns whether the call is this process's now; false when another process runs it */
  async tryAcquire(call: LedgerCall): Promise<boolean> {
    const client = await this.connect();
    const { rows } = await client.query<{ acquired: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS acquired', [
      keyOf(call),
    ]);
    return rows[0]?.acquired === true;
  }

  /** Gives a call back. Does nothing after the connection was lost: Postgres has given the lock back by then. */
  async release(call: LedgerCall): Promise<void> {
    if (this.connection === null) {
      return;
    }
    try {
      const client = await this.connection;
      await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [keyOf(call)]);
    } catch (err) {
      this.logger.warn({ err }, 'a call lock was lost with its connection');
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = await this.connection?.catch(() => null); // a failed connection needs no closing
    this.connection = null;
    await client?.end();
  }

  private connect(): Promise<pg.Client> {
    if (this.closed) {
      return Promise.reject(new Error('the call locks are closed'));
    }
    if (this.connection === null) {
      // The end of a connection may come when there is a newer one, whose locks are still to be given back.
      const own = this.open(() => {
        this.connection = this.connection === own ? null : this.connection;
      });
      this.connection = own;
    }
    return this.connection;
  }

  private async open(forget: () => void): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'frontdesk-tools-locks',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', (err) => {
      this.logger.warn({ err }, 'the connection of the call locks broke; the next call opens a new one');
      forget();
    });
    client.on('end', forget);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      forget();
      throw cause;
    }
  }
}

const keyOf = (call: LedgerCall): string => `frontdesk tool call ${call.runId} ${call.callId}`;
