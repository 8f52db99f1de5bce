import { createHash } from 'node:crypto';
import type { IdPrefix } from '@frontdesk/contracts';

/** 122 bits, as many as `newId` has. */
const DIGEST_HEX = 31;

/**
 * The id of an item that a call puts into the chat. Made from the call, not drawn: when the call is repeated after a
 * worker died, the ledger gives the same effects again, and they replace their items instead of doubling them.
 *
 * @param name which item of the call it is: the author's key for it, or its effect's place among the call's effects, from 0
 */
export function effectItemId(prefix: IdPrefix, runId: string, callId: string, name: string | number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([runId, callId, name]))
    .digest('hex')
    .slice(0, DIGEST_HEX);
  return `${prefix}_${BigInt(`0x${digest}`).toString(36)}`;
}
