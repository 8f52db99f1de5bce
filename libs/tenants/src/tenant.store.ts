import { FrontdeskError, tenantSettingsSchema, type TenantSettings } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';

export interface TenantRecord {
  readonly id: string;
  readonly name: string;
  readonly settings: TenantSettings;
  readonly createdAt: Date;
}

/** Part of keys in Redis and of people's commands: nothing in it needs quoting. */
const TENANT_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The customers of this installation, and what was fixed for each. */
export class TenantStore {
  constructor(private readonly db: Database) {}

  /** @throws FrontdeskError invalid_request when the id is none; conflict when it is taken */
  async create(id: string, name: string): Promise<TenantRecord> {
    if (!TENANT_ID.test(id)) {
      throw new FrontdeskError('invalid_request', { detail: 'A tenant\'s id has 1 to 63 characters, of a-z, 0-9 and -, and no - in front.', param: 'id' });
    }
    const { count } = await this.db.tenant.createMany({ data: [{ id, name }], skipDuplicates: true });
    if (count === 0) {
      throw new FrontdeskError('conflict', { detail: `There is a tenant ${id} already.`, param: 'id' });
    }
    return this.get(id);
  }

  /** @throws FrontdeskError not_found */
  async get(id: string): Promise<TenantRecord> {
    const row = await this.db.tenant.findUnique({ where: { id } });
    if (row === null) {
      throw new FrontdeskError('not_found', { detail: `There is no tenant ${id}.`, param: 'tenant' });
    }
    return { ...row, settings: tenantSettingsSchema.parse(row.settings) };
  }

  /** Oldest first. */
  async list(): Promise<TenantRecord[]> {
    const rows = await this.db.tenant.findMany({ orderBy: { createdAt: 'asc' } });
    return rows.map((row) => ({ ...row, settings: tenantSettingsSchema.parse(row.settings) }));
  }

  /** Whether any tenant allows pages of this origin. */
  async someAllows(origin: string): Promise<boolean> {
    const rows = await this.db.$queryRaw<unknown[]>`
      SELECT 1 FROM tenants
      WHERE settings->'allowed_origins' @> to_jsonb(${origin}::text) OR settings->'allowed_origins' @> '"*"' LIMIT 1`;
    return rows.length > 0;
  }

  /**
   * Replaces all settings of a tenant. Sessions see them with their next request.
   *
   * @throws FrontdeskError invalid_request naming the setting; not_found
   */
  async configure(id: string, settings: unknown): Promise<TenantRecord> {
    const parsed = tenantSettingsSchema.safeParse(settings);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const param = ['settings', ...(issue?.path ?? [])].map(String).join('.');
      throw new FrontdeskError('invalid_request', { detail: `${param}: ${issue?.message ?? 'not valid'}.`, param });
    }
    const { count } = await this.db.tenant.updateMany({ where: { id }, data: { settings: parsed.data } });
    if (count === 0) {
      throw new FrontdeskError('not_found', { detail: `There is no tenant ${id}.`, param: 'tenant' });
    }
    return this.get(id);
  }
}
