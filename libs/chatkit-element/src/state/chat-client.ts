import { ChatKitClient, type ChatKitApi, type Fetch } from '@frontdesk/chatkit-client';
import type { CheckedOptions } from '../options/options.js';
import { integrationError } from './chat-events.js';

/** Makes the protocol client for the options of the moment, and keeps it as long as the server stays the same. */
export class ClientSource {
  private readonly options: () => CheckedOptions | null;
  private readonly hostedUrl: () => string;
  private current: { key: string; client: ChatKitClient } | null = null;

  /** @param hostedUrl where sessions of `getClientSecret` are spoken to; the options have no word for it */
  constructor(options: () => CheckedOptions | null, hostedUrl: () => string) {
    this.options = options;
    this.hostedUrl = hostedUrl;
  }

  get(): ChatKitClient {
    const options = this.options();
    if (options === null) {
      throw integrationError('the chat has no usable `api` option yet');
    }
    const api = this.apiOf(options);
    const key = `${api.kind} ${api.url} ${api.fetch === undefined ? '' : 'own fetch'}`;
    if (this.current?.key !== key) {
      this.current = { key, client: new ChatKitClient({ api }) };
    }
    this.current.client.locale = options.locale ?? navigator.language;
    return this.current.client;
  }

  /** Callbacks are looked up when they are called: options may have been replaced since. */
  private apiOf({ api }: CheckedOptions): ChatKitApi {
    if ('getClientSecret' in api) {
      const getClientSecret = (secret: string | null): Promise<string> => {
        const now = this.options()?.api;
        if (now === undefined || !('getClientSecret' in now)) {
          throw integrationError('`api.getClientSecret` is gone');
        }
        return Promise.resolve(now.getClientSecret(secret));
      };
      return { kind: 'hosted', url: this.hostedUrl(), getClientSecret };
    }
    if (api.fetch === undefined) {
      return { kind: 'custom', url: api.url };
    }
    const fetch: Fetch = (url, init) => {
      const now = this.options()?.api;
      const own = now !== undefined && 'fetch' in now ? now.fetch : undefined;
      return own === undefined ? globalThis.fetch(url, init) : own(url, init);
    };
    return { kind: 'custom', url: api.url, fetch };
  }
}
