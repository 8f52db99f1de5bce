import { useEffect, useState } from 'react';

import type { SessionSource } from '../session/session-source.js';
import { logWarning } from '../shell/page-log.js';

/** What the server accepts from this person, beyond text. */
export interface ChatOffer {
  /** Null: no files. */
  readonly attachments: { readonly maxBytes: number; readonly maxCount: number; readonly accept: readonly string[] } | null;
  readonly dictation: boolean;
  /** To choose from. */
  readonly models: readonly { readonly id: string; readonly isDefault: boolean }[];
  /** Tools that a message may ask for; null: any. */
  readonly tools: readonly string[] | null;
}

/** A chat for text alone: what is offered while nobody knows better. */
export const NO_OFFER: ChatOffer = { attachments: null, dictation: false, models: [], tools: [] };

/** The chat waits for the answer: better without extras than late. */
const TIMEOUT_MS = 5_000;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');

/** Reads the answer of `GET /api/chatkit/options`. What is not there is not offered. */
export function parseOffer(body: unknown): ChatOffer {
  if (!isRecord(body)) {
    return NO_OFFER;
  }
  const { attachments, dictation, models, tools } = body;
  return {
    attachments: parseAttachments(attachments),
    dictation: isRecord(dictation) && dictation['enabled'] === true,
    models: Array.isArray(models) ? models.filter(isRecord).map(parseModel) : [],
    tools: tools === null || isTexts(tools) ? tools : [],
  };
}

function parseAttachments(value: unknown): ChatOffer['attachments'] {
  if (!isRecord(value) || value['enabled'] !== true) {
    return null;
  }
  const { max_size: maxBytes, max_count: maxCount, accept } = value;
  const isWhole = typeof maxBytes === 'number' && typeof maxCount === 'number' && isTexts(accept);
  return isWhole ? { maxBytes, maxCount, accept } : null;
}

const parseModel = (model: Record<string, unknown>) => ({ id: String(model['id']), isDefault: model['default'] === true });

async function readOffer(session: SessionSource, signal: AbortSignal): Promise<ChatOffer> {
  const response = await session.fetch('/api/chatkit/options', { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  if (!response.ok) {
    throw new Error(`GET /api/chatkit/options answered ${String(response.status)}`);
  }
  return parseOffer(await response.json());
}

/** Null until the server has answered, or could not. Asks again whenever `connected` becomes true: the server may have been replaced. */
export function useChatOffer(session: SessionSource, connected: boolean): ChatOffer | null {
  const [offer, setOffer] = useState<ChatOffer | null>(null);
  useEffect(() => {
    if (!connected) {
      return;
    }
    const request = new AbortController();
    readOffer(session, request.signal).then(setOffer, (error: unknown) => {
      if (!request.signal.aborted) {
        logWarning('What the chat may offer is not known', error);
        setOffer((known) => known ?? NO_OFFER);
      }
    });
    return () => request.abort();
  }, [session, connected]);
  return offer;
}
