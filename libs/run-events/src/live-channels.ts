import type { Redis } from 'ioredis';

/** Hears every message of a channel. An object, and not a function made for it: there is one for every open stream. */
export interface LiveListener {
  /** @param message null after a reconnect, when messages may have been lost */
  hear(message: string | null): void;
}

/**
 * All live channels of a process over one Redis connection. A channel is subscribed while somebody listens.
 */
export class LiveChannels {
  private readonly listeners = new Map<string, Set<LiveListener>>();

  /** @param subscriber a connection for this alone: a subscribed connection takes no other commands */
  constructor(private readonly subscriber: Redis) {
    // ioredis would subscribe again by itself, but says to nobody when that is done, and forgets nothing that was left meanwhile.
    subscriber.options.autoResubscribe = false;
    subscriber.on('message', (channel: string, message: string) => {
      for (const listener of this.listeners.get(channel) ?? []) {
        listener.hear(message);
      }
    });
    subscriber.on('ready', () => void this.subscribeAgain());
  }

  /** Resolves when messages arrive, until `leave`. */
  async listen(channel: string, listener: LiveListener): Promise<void> {
    const present = this.listeners.get(channel);
    if (present !== undefined) {
      present.add(listener);
    } else {
      this.listeners.set(channel, new Set([listener]));
    }
    try {
      // Also when others listen already: their subscription may still be on its way.
      await this.subscriber.subscribe(channel);
    } catch (cause) {
      this.leave(channel, listener);
      throw cause;
    }
  }

  leave(channel: string, listener: LiveListener): void {
    const present = this.listeners.get(channel);
    present?.delete(listener);
    if (present?.size === 0) {
      this.listeners.delete(channel);
      if (this.subscriber.status === 'ready') {
        // The connection broke meanwhile: then nothing is subscribed any more.
        this.subscriber.unsubscribe(channel).catch(() => undefined);
      }
    }
  }

  /** Once messages arrive again, tells every listener that some may have been lost. */
  private async subscribeAgain(): Promise<void> {
    const channels = [...this.listeners.keys()];
    if (channels.length === 0) {
      return;
    }
    try {
      await this.subscriber.subscribe(...channels);
    } catch {
      // The connection is gone again, and logged by whoever made it; the next `ready` comes here once more.
      return;
    }
    for (const channel of channels) {
      for (const listener of this.listeners.get(channel) ?? []) {
        listener.hear(null);
      }
    }
  }
}
