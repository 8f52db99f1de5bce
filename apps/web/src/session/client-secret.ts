/** A client secret and the moment, in this browser's own clock (ms), from which it must not be used any more. */
export interface ClientSecret {
  readonly value: string;
  readonly expiresAt: number;
}

/** A request may be under way for a while: a secret that ends sooner than this is renewed first. */
export const RENEW_BEFORE_MS = 60_000;

/**
 * Reads the answer of `POST /api/chatkit/session`.
 * `expires_at` (unix seconds) is in the server's clock, so the `Date` header moves it into ours: a laptop whose
 * clock is off would otherwise renew on every request, or never.
 * Returns undefined when the body is not that of a session.
 */
export function parseClientSecret(body: unknown, dateHeader: string | null, now: number): ClientSecret | undefined {
  if (typeof body !== 'object' || body === null) {
    return undefined;
  }
  const { client_secret: value, expires_at: expiresAt } = body as Record<string, unknown>;
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  if (typeof expiresAt !== 'number') {
    return { value, expiresAt: Number.POSITIVE_INFINITY };
  }
  const serverNow = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  const skew = Number.isNaN(serverNow) ? 0 : now - serverNow;
  return { value, expiresAt: expiresAt * 1000 + skew };
}

/** Short-lived secrets get a shorter margin, so that they are used at all. */
export function isFresh(secret: ClientSecret, obtainedAt: number, now: number): boolean {
  const lifetime = secret.expiresAt - obtainedAt;
  const margin = Math.min(RENEW_BEFORE_MS, lifetime / 4);
  return now < secret.expiresAt - margin;
}
