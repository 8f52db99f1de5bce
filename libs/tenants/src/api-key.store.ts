import { createHash, randomBytes } from 'node:crypto';
import { FrontdeskError, newId } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';

/** A key as it may be shown; the key itself is known to its holder alone. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** How the key begins. */
  readonly prefix: string;
  readonly createdAt: Date;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Whom a key speaks for. */
export interface ApiKeyHolder {
  readonly keyId: string;
  readonly tenantId: string;
}

/** 32 random bytes: nothing that a slow hash would have to protect from being guessed. */
const KEY = /^fdk_[\w-]{43}$/;
const PREFIX_LENGTH = 10;
/** A key's use is written down at most this often: a busy backend must not cost a write per request. */
const USE_NOTED_EVERY_MS = 60_000;

const SHOWN = { id: true, tenantId: true, name: true, prefix: true, createdAt: true, lastUsedAt: true, revokedAt: true } as const;

/** The keys of tenants' backends. */
export class ApiKeyStore {
  constructor(private readonly db: Database) {}

  /**
   * @returns the key, for the only time
   * @throws FrontdeskError not_found when there is no such tenant
   */
  async create(tenantId: string, name: string): Promise<{ readonly key: string; readonly record: ApiKeyRecord }> {
    await requireTenant(this.db, tenantId);
    const key = `fdk_${randomBytes(32).toString('base64url')}`;
    const record = await this.db.apiKey.create({
      data: { id: newId('key'), tenantId, name, prefix: key.slice(0, PREFIX_LENGTH), keyHash: hashOf(key) },
      select: SHOWN,
    });
    return { key, record };
  }

  /** Oldest first. @param tenantId only this tenant's */
  list(tenantId?: string): Promise<ApiKeyRecord[]> {
    return this.db.apiKey.findMany({ ...(tenantId === undefined ? {} : { where: { tenantId } }), orderBy: { createdAt: 'asc' }, select: SHOWN });
  }

  /**
   * Revoking again changes nothing.
   *
   * @param which a key's id, or its prefix as long as only one key begins like that
   * @throws FrontdeskError not_found; conflict when several keys have the prefix
   */
  async revoke(which: string): Promise<ApiKeyRecord> {
    const [key, other] = await this.db.apiKey.findMany({ where: { OR: [{ id: which }, { prefix: which }] }, select: SHOWN, take: 2 });
    if (key === undefined) {
      throw new FrontdeskError('not_found', { detail: `There is no key ${which}.`, param: 'key' });
    }
    if (other !== undefined) {
      throw new FrontdeskError('conflict', { detail: `Several keys begin with ${which}: name the id of one.`, param: 'key' });
    }
    return key.revokedAt !== null ? key : this.db.apiKey.update({ where: { id: key.id }, data: { revokedAt: new Date() }, select: SHOWN });
  }

  /** @returns null when the key is unknown or revoked */
  async holderOf(key: string): Promise<ApiKeyHolder | null> {
    if (!KEY.test(key)) {
      return null;
    }
    const found = await this.db.apiKey.findUnique({ where: { keyHash: hashOf(key) }, select: SHOWN });
    if (found === null || found.revokedAt !== null) {
      return null;
    }
    await this.noteUse(found);
    return { keyId: found.id, tenantId: found.tenantId };
  }

  private async noteUse({ id, lastUsedAt }: ApiKeyRecord): Promise<void> {
    const now = new Date();
    if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > USE_NOTED_EVERY_MS) {
      await this.db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: now } });
    }
  }
}

async function requireTenant(db: Database, tenantId: string): Promise<void> {
  if ((await db.tenant.count({ where: { id: tenantId } })) === 0) {
    throw new FrontdeskError('not_found', { detail: `There is no tenant ${tenantId}.`, param: 'tenant' });
  }
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');
