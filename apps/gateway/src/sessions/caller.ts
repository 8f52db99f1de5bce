import type { Owner, SessionSettings, TenantSettings } from '@frontdesk/contracts';

/** Who sent a request with a client secret: an owner, with what was fixed for the session and for the tenant. */
export interface Caller extends Owner {
  readonly sessionId: string;
  /** Null: the session was made by this installation for its own page, and nobody fixed anything. */
  readonly session: SessionSettings | null;
  readonly tenant: TenantSettings;
}
