import { encodeEvent } from '@frontdesk/chatkit-protocol';
import { readRunLog, RunEventWriter } from '@frontdesk/run-events';
import type { Logger } from '@frontdesk/observability';
import type { Redis } from 'ioredis';
import { errorFrame } from '../execution/run-closing.js';
import { ScreenTrail } from '../execution/screen-trail.js';
import { errorForLog } from '../model-calls/model-errors.js';
import { encodeDelta } from '../publishing/run-publisher.js';

const READ_COUNT = 500;

/**
 * Says on screen that a run was given up: takes off what was never finished, and ends the stream with an error frame.
 * The run has failed in Postgres already, so there is no lease to hold and no item to write.
 */
export async function announceAbandoned(redis: Redis, run: { readonly id: string; readonly epoch: number }, logger: Logger): Promise<void> {
  const trail = new ScreenTrail();
  for (let count = READ_COUNT; count === READ_COUNT;) {
    const events = await readRunLog(redis, run.id, trail.cursor, READ_COUNT);
    trail.read(events);
    count = events.length;
  }
  const writer = new RunEventWriter(redis, {
    runId: run.id,
    epoch: run.epoch,
    encodeDelta,
    onFenced: () => undefined,
    onRetry: (cause) => logger.warn({ runId: run.id, failure: errorForLog(cause) }, 'run events could not be written; trying again'),
  });
  for (const id of trail.open.keys()) {
    writer.push(encodeEvent({ type: 'thread.item.removed', item_id: id }));
  }
  writer.push(encodeEvent(errorFrame('run_abandoned')));
  await writer.end('failed');
}
