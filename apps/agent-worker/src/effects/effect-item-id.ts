import { derivedId, type IdPrefix } from '@frontdesk/contracts';

/**
 * The id of an item that a call puts into the chat. Made from the call, not drawn: when the call is repeated after a
 * worker died, the ledger gives the same effects again, and they replace their items instead of doubling them.
 *
 * @param name which item of the call it is: the author's key for it, or its effect's place among the call's effects, from 0
 */
export const effectItemId = (prefix: IdPrefix, runId: string, callId: string, name: string | number): string =>
  derivedId(prefix, [runId, callId, name]);
