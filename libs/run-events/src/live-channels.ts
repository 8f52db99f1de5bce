import type { Redis } from 'ioredis';

/** Hears every message of a channel; null after a reconnect, when messages may have been lost. */
export type LiveListener = (message: string | null) => void;

/**
 * All live channels of a process over one Redis connection. A channel is subscribed while somebody listens.
 */
export class LiveChannels {
  private readonly listeners = new Map<string, Set<LiveListener>>();
  /** Channels that may have missed messages and are not subscribed again yet. */
  private cutOff = new Set<string>();

  /** @param subscriber a connection for this alone: a subscribed connection takes no other commands */
  constructor(private readonly subscriber: Redis) {
    subscriber.on('message', (channel: string, message: string) => {
      for (const listener of this.listeners.get(channel) ?? []) {
        listener(message);
      }
    });
    // After a reconnect ioredis subscribes again by itself; only then is it known from when on messages arrive.
    subscriber.on('ready', () => (this.cutOff = new Set(this.listeners.keys())));
    subscriber.on('subscribe', (channel: string) => this.tellOfTheGap(channel));
  }

  /** Resolves when messages arrive. @returns ends the listening */
  async listen(channel: string, listener: LiveListener): Promise<() => void> {
    const present = this.listeners.get(channel);
    if (present !== undefined) {
      present.add(listener);
    } else {
      this.listeners.set(channel, new Set([listener]));
    }
    // Also when others listen already: their subscription may still be on its way.
    await this.subscriber.subscribe(channel);
    return () => this.leave(channel, listener);
  }

  private leave(channel: string, listener: LiveListener): void {
    const present = this.listeners.get(channel);
    present?.delete(listener);
    if (present?.size === 0) {
      this.listeners.delete(channel);
      if (this.subscriber.status === 'ready') {
        void this.subscriber.unsubscribe(channel);
      }
    }
  }

  private tellOfTheGap(channel: string): void {
    if (this.cutOff.delete(channel)) {
      for (const listener of this.listeners.get(channel) ?? []) {
        listener(null);
      }
    }
  }
}
