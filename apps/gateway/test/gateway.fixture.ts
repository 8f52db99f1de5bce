import 'reflect-metadata';
import { Writable } from 'node:stream';
import type { Owner } from '@frontdesk/contracts';
import { createDatabase, type Database } from '@frontdesk/database';
import { createLogger } from '@frontdesk/observability';
import { createTestDatabase, testRedisUrl } from '@frontdesk/testing';
import { startGateway, type RunningGateway } from '../src/bootstrap.js';
import { loadGatewayConfig } from '../src/gateway.config.js';
import { SessionStore } from '../src/sessions/session.store.js';
import { ChatClient } from './chat-client.js';

export const SECRET = 'a secret of the tests, long enough to be one';

/** A gateway on a real socket, a real Postgres and a real Redis. */
export interface TestGateway extends RunningGateway {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly sessions: SessionStore;
  /** Everything that it logged so far, one object a line. */
  readonly logs: ReadonlyArray<Record<string, unknown>>;
  readonly logText: () => string;
  /** A client of this owner, with a session of its own. */
  clientOf(owner: Partial<Owner>): Promise<ChatClient>;
  /** Stops the gateway and lets go of the database; once, however often it is called. */
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  /** Variables besides those of the stores. */
  readonly env?: Readonly<Record<string, string>>;
  /** Stores of another test gateway, or ones behind a gate. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
}

export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase()).url;
  const redisUrl = options.redisUrl ?? (await testRedisUrl());
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString('utf8').split('\n').filter(Boolean));
      done();
    },
  });
  const config = loadGatewayConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    FRONTDESK_SECRET: SECRET,
    RATE_LIMIT_PER_MINUTE: '100000',
    ...options.env,
  });
  const gateway = await startGateway(config, createLogger({ name: 'frontdesk-gateway', level: config.logLevel }, sink));
  const db = createDatabase(databaseUrl, { poolSize: 3 });
  const sessions = new SessionStore(db, config);
  let closing: Promise<void> | undefined;
  return {
    ...gateway,
    db,
    databaseUrl,
    redisUrl,
    sessions,
    get logs() {
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    logText: () => lines.join('\n'),
    clientOf: async ({ tenantId = 'default', userId = 'ada' }) => {
      await db.tenant.upsert({ where: { id: tenantId }, create: { id: tenantId, name: tenantId }, update: {} });
      const { secret } = await sessions.issue({ tenantId, userId }, 600);
      return new ChatClient(gateway.url, secret);
    },
    close: () => (closing ??= gateway.stop({ resumableMs: 0, othersMs: 0 }).then(() => db.$disconnect())),
  };
}
