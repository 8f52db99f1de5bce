import { createHash, createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { FrontdeskError, newId, sessionSettingsSchema, tenantSettingsSchema, type Owner, type SessionSettings } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG, DATABASE } from '../gateway.tokens.js';
import type { Caller } from './caller.js';
import { KnownOwners } from './known-owners.js';

/** A session as its creator may see it. */
export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  readonly secret: string;
  readonly settings: SessionSettings | null;
  readonly expiresAt: Date;
  readonly cancelledAt: Date | null;
}

/** Makes the creation of a session one that may be repeated: the same key and the same request get the same session. */
export interface IdempotentRequest {
  readonly key: string;
  readonly requestHash: string;
}

interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly settings: unknown;
  readonly request_hash: string | null;
  readonly expires_at: Date;
  readonly cancelled_at: Date | null;
}

interface CallerRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly settings: unknown;
  readonly tenant_settings: unknown;
}

/** `ck_<expiry, Unix seconds>_<32 bytes>`: a client can see when to renew. What counts is the row, not this number. */
const SECRET = /^ck_\d{1,12}_[\w-]{43}$/;

/**
 * An expired session is of no use to anybody; it is kept this long for questions like "who was on yesterday?", and so
 * that a late repeat of the request that created it is known as one.
 */
const KEPT_AFTER_EXPIRY_HOURS = 24;

const storedSettings = sessionSettingsSchema.nullable();

/** The short-lived client secrets of users. */
@Injectable()
export class SessionStore {
  private readonly secretKey: Buffer;
  private readonly owners = new KnownOwners();

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(CONFIG) config: Pick<GatewayConfig, 'sessions'>,
  ) {
    this.secretKey = createHmac('sha256', config.sessions.secret).update('frontdesk client secrets').digest();
  }

  /**
   * @param more.settings what the session's creator fixed
   * @param more.once makes a repeat get the first one's session
   * @throws FrontdeskError idempotency_key_reused when the key was used for another request
   */
  async issue(owner: Owner, ttlSeconds: number, more: { settings?: SessionSettings; once?: IdempotentRequest | null } = {}): Promise<SessionRecord> {
    const id = newId('cksess');
    const expiresAt = new Date((Math.floor(Date.now() / 1000) + ttlSeconds) * 1000);
    const settings = more.settings === undefined ? null : JSON.stringify(more.settings);
    const once = more.once ?? null;
    // A repeat that comes while the first request is at work waits here for its end.
    const [row] = await this.db.$queryRaw<SessionRow[]>`
      INSERT INTO chat_sessions (id, tenant_id, user_id, secret_hash, settings, idempotency_key, request_hash, expires_at)
      VALUES (${id}, ${owner.tenantId}, ${owner.userId}, ${hashOf(this.secretOf(id, expiresAt))}, ${settings}::jsonb,
        ${once?.key ?? null}, ${once?.requestHash ?? null}, ${expiresAt})
      ON CONFLICT (tenant_id, idempotency_key) DO NOTHING
      RETURNING id, user_id, settings, request_hash, expires_at, cancelled_at`;
    const record = this.record(row ?? (await this.firstOf(owner.tenantId, once)));
    this.owners.remember(hashOf(record.secret), { tenantId: owner.tenantId, userId: record.userId });
    return record;
  }

  /**
   * Ends a session: from here on its secret opens nothing. Cancelling again changes nothing.
   *
   * @returns null when the tenant has no such session
   */
  async cancel(tenantId: string, sessionId: string): Promise<SessionRecord | null> {
    const [row] = await this.db.$queryRaw<SessionRow[]>`
      UPDATE chat_sessions SET cancelled_at = coalesce(cancelled_at, now())
      WHERE id = ${sessionId} AND tenant_id = ${tenantId}
      RETURNING id, user_id, settings, request_hash, expires_at, cancelled_at`;
    return row === undefined ? null : this.record(row);
  }

  /** @returns whose secret it is; null when it is unknown, cancelled or past its time */
  async callerOf(secret: string): Promise<Caller | null> {
    if (!SECRET.test(secret)) {
      return null;
    }
    const secretHash = hashOf(secret);
    const [row] = await this.db.$queryRaw<CallerRow[]>`
      SELECT s.id, s.tenant_id, s.user_id, s.settings, t.settings AS tenant_settings
      FROM chat_sessions s JOIN tenants t ON t.id = s.tenant_id
      WHERE s.secret_hash = ${secretHash} AND s.cancelled_at IS NULL AND s.expires_at > now()`;
    if (row === undefined) {
      this.owners.forget(secretHash);
      return null;
    }
    const owner = { tenantId: row.tenant_id, userId: row.user_id };
    this.owners.remember(secretHash, owner);
    return { ...owner, sessionId: row.id, session: storedSettings.parse(row.settings), tenant: tenantSettingsSchema.parse(row.tenant_settings) };
  }

  /** Whose secret it was when this process last saw it. The session may have ended since: it opens nothing before `callerOf` says so. */
  lastKnownOwner(secret: string): Owner | null {
    return this.owners.of(hashOf(secret));
  }

  /** Forgets sessions that ended long ago. @returns how many */
  async sweep(): Promise<number> {
    return this.db.$executeRaw`
      DELETE FROM chat_sessions WHERE expires_at < now() - make_interval(hours => ${KEPT_AFTER_EXPIRY_HOURS}::int)`;
  }

  private async firstOf(tenantId: string, once: IdempotentRequest | null): Promise<SessionRow> {
    const [first] = await this.db.$queryRaw<SessionRow[]>`
      SELECT id, user_id, settings, request_hash, expires_at, cancelled_at FROM chat_sessions
      WHERE tenant_id = ${tenantId} AND idempotency_key = ${once?.key ?? null}`;
    if (first === undefined) {
      throw new FrontdeskError('internal'); // only the sweeper removes sessions, a day after their end
    }
    if (first.request_hash !== once?.requestHash) {
      throw new FrontdeskError('idempotency_key_reused', { param: 'Idempotency-Key' });
    }
    return first;
  }

  private record(row: SessionRow): SessionRecord {
    return {
      id: row.id,
      userId: row.user_id,
      secret: this.secretOf(row.id, row.expires_at),
      settings: storedSettings.parse(row.settings),
      expiresAt: row.expires_at,
      cancelledAt: row.cancelled_at,
    };
  }

  /** Made from the session's id by the installation's secret: kept nowhere, and yet a repeated request can be told it again. */
  private secretOf(id: string, expiresAt: Date): string {
    const mac = createHmac('sha256', this.secretKey).update(id).digest('base64url');
    return `ck_${expiresAt.getTime() / 1000}_${mac}`;
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
