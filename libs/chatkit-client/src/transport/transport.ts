import type { ChatKitRequestType } from '@frontdesk/chatkit-protocol';
import { isAway } from '../stream/losses.js';
import { backoffDelay, READ_BACKOFF, wait } from './backoff.js';
import type { Backoff } from './backoff.js';
import { ClientSecretSource } from './client-secret.js';
import type { GetClientSecret } from './client-secret.js';
import { ChatKitConnectionError, ChatKitHttpError, httpErrorOf } from './errors.js';
import { newInstanceId } from './instance-id.js';
import { sendBytes } from './send-bytes.js';
import type { BytesRequest, SendBytesOptions } from './send-bytes.js';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The page's own server: authentication is the business of `fetch` and `headers`. */
export interface CustomApi {
  readonly kind: 'custom';
  /** Relative or absolute. */
  readonly url: string;
  readonly fetch?: Fetch | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * False: the header that asks for resumable streams is left out. For servers of other makes on another origin, whose
   * CORS rules would refuse a header that they do not know.
   */
  readonly resumable?: boolean | undefined;
}

/** A server of sessions: every request carries a client secret that the page's backend gave out. */
export interface HostedApi {
  readonly kind: 'hosted';
  readonly url: string;
  readonly getClientSecret: GetClientSecret;
  readonly fetch?: Fetch | undefined;
}

export type ChatKitApi = CustomApi | HostedApi;

export interface Operation {
  readonly type: ChatKitRequestType;
  readonly params: unknown;
}

const browserFetch: Fetch = (url, init) => globalThis.fetch(url, init);

const isTransient = (error: unknown): boolean =>
  error instanceof ChatKitConnectionError || (error instanceof ChatKitHttpError && error.status >= 500);

/** Sends operations. Knows addresses, headers, secrets and retries; nothing of what the answers mean. */
export class Transport {
  private readonly instanceId = newInstanceId();
  private readonly secrets: ClientSecretSource | null;
  private readonly fetch: Fetch;
  /** Whether requests carry headers of our own: the one for resumable streams, and keys. */
  readonly resumable: boolean;

  /** @param locale sent with every request; may change while the client lives */
  constructor(
    private readonly api: ChatKitApi,
    public locale: string | null,
    private readonly readBackoff: Backoff = READ_BACKOFF,
  ) {
    this.resumable = api.kind === 'hosted' || api.resumable !== false;
    this.fetch = api.fetch ?? browserFetch;
    this.secrets = api.kind === 'hosted' ? new ClientSecretSource(api.getClientSecret) : null;
  }

  /**
   * One try, but for a refused client secret, which is replaced once.
   * @param key under which a repeat begins no second answer
   * @returns a successful response, its body unread
   * @throws ChatKitHttpError, ChatKitConnectionError, ChatKitSecretError, or the signal's reason
   */
  async send(operation: Operation, signal: AbortSignal, key?: string): Promise<Response> {
    const response = await this.sendAuthorized(operation, signal, key);
    if (!response.ok) {
      throw await httpErrorOf(response);
    }
    return response;
  }

  /**
   * As {@link send}, tried again with growing waits while the server is away.
   *
   * @param key makes a repeat of an operation that writes change nothing more; without one, only for those that write nothing
   */
  async sendPatiently(operation: Operation, signal: AbortSignal, key?: string): Promise<Response> {
    for (let retry = 0; ; retry++) {
      try {
        return await this.send(operation, signal, key);
      } catch (error) {
        const mayRecover = key === undefined ? isTransient(error) : isAway(error);
        if (!mayRecover || retry >= this.readBackoff.retries) {
          throw error;
        }
        await wait(backoffDelay(this.readBackoff, retry), signal);
      }
    }
  }

  /**
   * Sends a file's bytes to an address that need not be the endpoint.
   * @param own whether the address belongs to this server by the page's word, and so may see the client secret
   * @throws as {@link send}
   */
  async sendBytes(request: BytesRequest, options: SendBytesOptions, own: boolean): Promise<string> {
    // A fetch of the page adds what its own server wants, which other origins (a store with signed addresses) refuse.
    const fetch = own || this.isSameOrigin(request.url) ? (this.api.fetch ?? null) : null;
    if (this.secrets === null || !own) {
      return sendBytes({ ...request, headers: { ...(own ? this.ownHeaders : undefined), ...request.headers } }, fetch, options);
    }
    const withSecret = (secret: string): BytesRequest => ({
      ...request,
      headers: { ...request.headers, Authorization: `Bearer ${secret}` },
    });
    const secret = await this.secrets.get();
    try {
      return await sendBytes(withSecret(secret), fetch, options);
    } catch (error) {
      if (!(error instanceof ChatKitHttpError) || error.status !== 401) {
        throw error;
      }
      return sendBytes(withSecret(await this.secrets.replace(secret)), fetch, options);
    }
  }

  private get ownHeaders(): Readonly<Record<string, string>> | undefined {
    return this.api.kind === 'custom' ? this.api.headers : undefined;
  }

  private isSameOrigin(url: string): boolean {
    const base = typeof document === 'undefined' ? undefined : document.baseURI;
    return new URL(url, base).origin === new URL(this.api.url, base).origin;
  }

  private async sendAuthorized(operation: Operation, signal: AbortSignal, key?: string): Promise<Response> {
    if (this.secrets === null) {
      return this.sendOnce(operation, signal, null, key);
    }
    const secret = await this.secrets.get();
    const response = await this.sendOnce(operation, signal, secret, key);
    if (response.status !== 401) {
      return response;
    }
    // Refused before anything was done, so the same request may go out again, also one that writes.
    await response.body?.cancel();
    return this.sendOnce(operation, signal, await this.secrets.replace(secret), key);
  }

  private async sendOnce(operation: Operation, signal: AbortSignal, secret: string | null, key?: string): Promise<Response> {
    signal.throwIfAborted();
    try {
      return await this.fetch(this.api.url, {
        method: 'POST',
        headers: this.headers(secret, key),
        body: JSON.stringify(operation),
        signal,
      });
    } catch (cause) {
      signal.throwIfAborted();
      throw new ChatKitConnectionError('The server could not be reached.', { cause });
    }
  }

  private headers(secret: string | null, key?: string): Record<string, string> {
    return {
      ...this.ownHeaders,
      'Content-Type': 'application/json',
      ...(this.locale === null ? undefined : { 'Accept-Language': this.locale }),
      'chatkit-frame-instance-id': this.instanceId,
      ...(this.resumable ? { 'frontdesk-resume': '1' } : undefined),
      ...(this.resumable && key !== undefined ? { 'idempotency-key': key } : undefined),
      ...(secret === null ? undefined : { Authorization: `Bearer ${secret}` }),
    };
  }
}
