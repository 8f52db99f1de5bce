import { CANCEL_CHANNEL } from '@frontdesk/contracts';
import type { Redis } from 'ioredis';
import type { LiveChannels } from './live-channels.js';

/** Tells every worker that a run is to stop. The flag on the run's row is the truth; this only makes it quick. */
export async function announceCancel(redis: Redis, runId: string): Promise<void> {
  await redis.publish(CANCEL_CHANNEL, runId);
}

/** Calls `onCancel` for each announced run. After a reconnect, when some may have been missed, heartbeats find them. */
export async function listenForCancels(channels: LiveChannels, onCancel: (runId: string) => void): Promise<void> {
  await channels.listen(CANCEL_CHANNEL, {
    hear: (runId) => {
      if (runId !== null) {
        onCancel(runId);
      }
    },
  });
}
