import { isHiddenItem, type ThreadItem } from '@frontdesk/chatkit-protocol';
import type { ScreenTrail } from './screen-trail.js';

export interface RecoveryPlan {
  /** To be taken from the thread and off the screen: they belong to a step that is repeated now. */
  readonly remove: readonly string[];
  /** Final, but the screen never learned it. */
  readonly show: readonly ThreadItem[];
}

/**
 * What has to happen to a dead claim's items before the run goes on.
 *
 * @param stored the run's items in Postgres
 * @param settled ids of the items that the checkpoint counts on; what came after it is done again
 */
export function planRecovery(
  trail: Pick<ScreenTrail, 'open' | 'final'>,
  stored: readonly ThreadItem[],
  settled: readonly string[],
): RecoveryPlan {
  const kept = new Map(stored.filter((item) => settled.includes(item.id)).map((item) => [item.id, item]));
  const known = new Set([...trail.final, ...trail.open.keys(), ...stored.map((item) => item.id)]);
  return {
    remove: [...known].filter((id) => !kept.has(id)),
    show: [...kept.values()].filter((item) => !trail.final.has(item.id) && !isHiddenItem(item)),
  };
}
