import type { Redis } from 'ioredis';
import type { LiveChannels } from './live-channels.js';
import { RunFollower } from './run-follower.js';
import type { FollowOptions, RunReader } from './run-reader.js';

/** Where runs' logs are followed. */
export class RunEventTail {
  constructor(
    private readonly redis: Redis,
    private readonly channels: LiveChannels,
  ) {}

  /** Gives the reader a run's events, until their `end` or until the follower is closed. Nothing is given before this returns. */
  follow(options: FollowOptions, reader: RunReader): RunFollower {
    return new RunFollower(this.redis, this.channels, options, reader);
  }
}
