import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { newId, type Owner } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import { DATABASE } from '../gateway.tokens.js';

/** A new session as its holder gets it; the secret is kept nowhere. */
export interface IssuedSession {
  readonly secret: string;
  readonly expiresAt: Date;
}

/** `ck_<expiry, Unix seconds>_<32 random bytes>`: a client can see when to renew. What counts is the row, not this number. */
const SECRET = /^ck_\d{1,12}_[\w-]{43}$/;

/** An expired session is of no use to anybody; it is kept this long for questions like "who was on yesterday?". */
const KEPT_AFTER_EXPIRY_HOURS = 24;

/** The short-lived client secrets of users. */
@Injectable()
export class SessionStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async issue(owner: Owner, ttlSeconds: number): Promise<IssuedSession> {
    const expiresAt = new Date((Math.floor(Date.now() / 1000) + ttlSeconds) * 1000);
    const secret = `ck_${expiresAt.getTime() / 1000}_${randomBytes(32).toString('base64url')}`;
    await this.db.chatSession.create({
      data: { id: newId('cksess'), tenantId: owner.tenantId, userId: owner.userId, secretHash: hashOf(secret), expiresAt },
    });
    return { secret, expiresAt };
  }

  /** @returns whose secret it is; null when it is unknown, cancelled or past its time */
  async ownerOf(secret: string): Promise<Owner | null> {
    if (!SECRET.test(secret)) {
      return null;
    }
    const [row] = await this.db.$queryRaw<Array<{ tenant_id: string; user_id: string }>>`
      SELECT tenant_id, user_id FROM chat_sessions
      WHERE secret_hash = ${hashOf(secret)} AND cancelled_at IS NULL AND expires_at > now()`;
    return row === undefined ? null : { tenantId: row.tenant_id, userId: row.user_id };
  }

  /** Forgets sessions that ended long ago. @returns how many */
  async sweep(): Promise<number> {
    return this.db.$executeRaw`
      DELETE FROM chat_sessions WHERE expires_at < now() - make_interval(hours => ${KEPT_AFTER_EXPIRY_HOURS}::int)`;
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
