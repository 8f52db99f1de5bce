import { type ClientSecret, isFresh, parseClientSecret } from './client-secret.js';
import { readErrorMessage } from './server-error.js';
import { SessionError, describeProblem } from './session-problem.js';
import type { SessionProblem } from './session-problem.js';

const REQUEST_TIMEOUT_MS = 15_000;

export interface SessionState {
  /** A secret was obtained at least once: the chat can be shown. */
  readonly established: boolean;
  readonly connecting: boolean;
  /** Why the latest attempt failed; null again after the next success. */
  readonly problem: SessionProblem | null;
}

/**
 * The one owner of the client secret, for the chat and for the facts alike.
 * Requests for a secret share one flight; a secret is renewed before it runs out, or when a server turned it down.
 */
export class SessionSource {
  #secret: ClientSecret | null = null;
  #obtainedAt = 0;
  #flight: Promise<string> | null = null;
  #state: SessionState = { established: false, connecting: false, problem: null };
  readonly #listeners = new Set<() => void>();

  /** A secret that is good for at least a while. Rejects with `SessionError`. */
  readonly secret = async (): Promise<string> => {
    if (this.#secret && isFresh(this.#secret, this.#obtainedAt, Date.now())) {
      return this.#secret.value;
    }
    return this.#connect();
  };

  /**
   * What ChatKit's `getClientSecret` asks: `existing` is the secret it can no longer use (null at first).
   * If somebody else renewed in the meantime, that one is returned. Rejects with `SessionError`.
   */
  readonly renew = async (existing: string | null): Promise<string> => {
    if (existing !== null && this.#secret?.value === existing) {
      this.#secret = null;
    }
    return this.secret();
  };

  /** `fetch` with the secret as Bearer token; a 401 renews it and tries once more. Rejects with `SessionError` when there is none. */
  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const secret = await this.secret();
    const response = await fetchWith(secret, input, init);
    if (response.status !== 401) {
      return response;
    }
    return fetchWith(await this.renew(secret), input, init);
  };

  /** For the last moment of a page, when nothing can be awaited: sends with the secret at hand, and outlives the page. */
  readonly fetchOnExit = (input: string, init: RequestInit): void => {
    if (!this.#secret) {
      return;
    }
    // Nobody is left to tell: the page is going away.
    void fetchWith(this.#secret.value, input, { ...init, keepalive: true }).catch(() => undefined);
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): SessionState => this.#state;

  #connect(): Promise<string> {
    this.#flight ??= this.#request().finally(() => {
      this.#flight = null;
    });
    return this.#flight;
  }

  async #request(): Promise<string> {
    this.#update({ connecting: true });
    try {
      const secret = await requestSecret();
      this.#secret = secret;
      this.#obtainedAt = Date.now();
      this.#update({ established: true, connecting: false, problem: null });
      return secret.value;
    } catch (error) {
      const failure = error instanceof SessionError ? error : new SessionError(describeProblem(null), error);
      this.#update({ connecting: false, problem: failure.problem });
      throw failure;
    }
  }

  #update(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

async function requestSecret(): Promise<ClientSecret> {
  const response = await fetch('/api/chatkit/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  if (!response.ok) {
    throw new SessionError(describeProblem(response.status, await readErrorMessage(response)));
  }
  const secret = parseClientSecret(await response.json(), response.headers.get('date'), Date.now());
  if (!secret) {
    throw new SessionError(describeProblem(null));
  }
  return secret;
}

function fetchWith(secret: string, input: RequestInfo | URL, init: RequestInit): Promise<Response> {
  // A copy: a request that is turned down is sent once more.
  const request = new Request(input instanceof Request ? input.clone() : input, init);
  request.headers.set('Authorization', `Bearer ${secret}`);
  return fetch(request);
}
