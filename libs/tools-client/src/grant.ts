import { createHash, hkdfSync, webcrypto } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { FrontdeskError, toolGrantSchema, TUNABLES, type ToolGrant } from '@frontdesk/contracts';

const AUDIENCE = 'frontdesk-tools';
const ALGORITHM = 'HS256';
/** Seconds that the clocks of worker and tools service may differ. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** SHA-256 of the arguments' JSON text exactly as it is sent, in hex: the `argsHash` of a grant. */
export function hashToolArguments(argumentsJson: string): string {
  return createHash('sha256').update(argumentsJson, 'utf8').digest('hex');
}

/** Keys by secret. A process has one secret; making its key costs as much as checking a grant. */
const keys = new Map<string, Promise<webcrypto.CryptoKey>>();

/**
 * The installation's secret signs more than grants (cookies, for one). Every purpose gets its own key,
 * so that a text signed for one can never pass for another.
 */
function grantKey(secret: string): Promise<webcrypto.CryptoKey> {
  let key = keys.get(secret);
  if (key === undefined) {
    const bytes = new Uint8Array(hkdfSync('sha256', secret, '', 'frontdesk tool grant v1', 32));
    key = webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
    keys.set(secret, key);
  }
  return key;
}

/**
 * Permission for exactly one tool call, as a compact JWT.
 * @param secret the installation's secret (FRONTDESK_SECRET)
 * @param ttlSeconds lifetime; covers the way to the tools service, not the tool's run time
 */
export async function signGrant(secret: string, grant: ToolGrant, ttlSeconds: number = TUNABLES.grantTtlSeconds): Promise<string> {
  const issuedAt = Math.floor(Date.now() / 1000);
  return new SignJWT({ grant: toolGrantSchema.parse(grant) })
    .setProtectedHeader({ alg: ALGORITHM })
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlSeconds)
    .sign(await grantKey(secret));
}

/**
 * @returns the grant that the token carries
 * @throws FrontdeskError `tool_forbidden` when the token is altered, expired, signed with another secret or meant for something else
 */
export async function verifyGrant(secret: string, token: string): Promise<ToolGrant> {
  const key = await grantKey(secret);
  let claim: unknown;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'iat'],
    });
    claim = payload['grant'];
  } catch (cause) {
    throw new FrontdeskError('tool_forbidden', { detail: refusal(cause), cause });
  }
  const grant = toolGrantSchema.safeParse(claim);
  if (!grant.success) {
    throw new FrontdeskError('tool_forbidden', { detail: 'The permission for this tool call is not valid.', cause: grant.error });
  }
  return grant.data;
}

function refusal(cause: unknown): string {
  return cause instanceof errors.JWTExpired
    ? 'The permission for this tool call has expired.'
    : 'The permission for this tool call is not valid.';
}
