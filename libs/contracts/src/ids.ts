import { randomUUID } from 'node:crypto';

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
