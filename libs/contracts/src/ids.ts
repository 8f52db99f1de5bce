import { createHash, randomUUID } from 'node:crypto';

/** The id prefixes of the wire protocol (section 1.18 of the reference) and of Frontdesk's own rows. */
export type IdPrefix =
  | 'thr' | 'msg' | 'tc' | 'wf' | 'tsk' | 'atc' | 'shcx' | 'hcx'
  | 'run' | 'cksess' | 'key' | 'fact' | 'fb';

/**
 * A new opaque id: prefix, underscore, 122 random bits in base 36.
 * The reference server uses 32 bits, which collide at scale.
 */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString(36)}`;
}

/** 122 bits, as many as `newId` has. */
const DIGEST_HEX = 31;

/** An id that is made from something instead of drawn: the same parts give the same id. */
export function derivedId(prefix: IdPrefix, parts: readonly unknown[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, DIGEST_HEX);
  return `${prefix}_${BigInt(`0x${digest}`).toString(36)}`;
}
