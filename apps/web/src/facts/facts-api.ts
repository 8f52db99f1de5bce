import type { SessionSource } from '../session/session-source.js';
import { readErrorMessage } from '../session/server-error.js';
import { parseFacts } from './fact.js';
import type { Fact } from './fact.js';

/** The facts' REST routes. Besides what `fetch` throws, calls reject with errors whose message can be shown. */
export interface FactsApi {
  list(signal: AbortSignal): Promise<readonly Fact[]>;
  /** A fact that is gone already counts as forgotten. */
  forget(id: string): Promise<void>;
  /** As `forget`, for a page that is going away; there is no answer. */
  forgetOnExit(id: string): void;
}

const REQUEST_TIMEOUT_MS = 15_000;

const pathOf = (id: string): string => `/api/facts/${encodeURIComponent(id)}`;

async function failure(response: Response): Promise<Error> {
  return new Error((await readErrorMessage(response)) ?? 'The server did not answer as expected.');
}

export function createFactsApi(session: SessionSource): FactsApi {
  return {
    async list(signal) {
      const response = await session.fetch('/api/facts', {
        // Not for freshness alone: with a cache the browser holds a second reading back until the first has been answered.
        cache: 'no-store',
        signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      });
      if (!response.ok) {
        throw await failure(response);
      }
      return parseFacts(await response.json().catch(() => null));
    },
    async forget(id) {
      const response = await session.fetch(pathOf(id), { method: 'DELETE', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
      if (!response.ok && response.status !== 404) {
        throw await failure(response);
      }
    },
    forgetOnExit(id) {
      session.fetchOnExit(pathOf(id), { method: 'DELETE' });
    },
  };
}
