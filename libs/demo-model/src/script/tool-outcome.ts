import { isRecord } from '../conversation/request-fields.schema.js';

/** A tool's answer as the script understands it. */
export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string | null };

const BAD_STATUS = /^(?:failed|failure|error|not_found|unknown|ambiguous|denied|rejected|cancelled|timeout)$/i;
const ERROR_TEXT =
  /\b(?:error|failed|failure|denied|timed out|not (?:permitted|available|found)|unavailable|aborted|rejected|could not|went wrong)\b/i;

/**
 * Null, nothing, `success: false`, an `error` field, a bad status and error texts are failures; all else is success.
 * The text of a failure is kept only when it is short enough to be shown to a person.
 */
export function outcomeOf(output: string | null): Outcome {
  const text = (output ?? '').trim();
  const value = parsed(text);
  if (value === null || value === undefined || value === false || value === '') {
    return { ok: false, reason: null };
  }
  if (typeof value === 'string') {
    return ERROR_TEXT.test(value) ? { ok: false, reason: shown(value) } : { ok: true, value };
  }
  if (isRecord(value) && isFailure(value)) {
    return { ok: false, reason: reasonIn(value) };
  }
  return isRecord(value) && 'client_output' in value ? outcomeOnClient(value) : { ok: true, value };
}

/** Of a tool that asked the browser for something. What is saved stays saved, whatever the browser made of it. */
function outcomeOnClient(value: Record<string, unknown>): Outcome {
  const onClient = outcomeOf(JSON.stringify(value['client_output'] ?? null));
  return onClient.ok || value['status'] === 'saved' ? { ok: true, value } : onClient;
}

function isFailure(value: Record<string, unknown>): boolean {
  const { success, ok, error, status } = value;
  return (
    success === false ||
    ok === false ||
    (error !== undefined && error !== null && error !== false) ||
    (typeof status === 'string' && BAD_STATUS.test(status))
  );
}

function reasonIn(value: Record<string, unknown>): string | null {
  const error = value['error'];
  const message = isRecord(error) ? error['message'] : (value['message'] ?? value['reason'] ?? error);
  return typeof message === 'string' ? shown(message) : null;
}

function shown(text: string): string | null {
  return text.length <= 160 ? text.replace(/[.\s]+$/, '') : null;
}

function parsed(text: string): unknown {
  if (text === '' || text === 'undefined') {
    return null;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A fact as `list_facts` gives it. */
export interface ListedFact {
  readonly id: string | null;
  readonly text: string;
}

/** Reads an array of facts, bare or in an object's field, each a text or an object with a text. */
export function listedFacts(value: unknown): ListedFact[] {
  const list = Array.isArray(value) ? value : isRecord(value) ? Object.values(value).find(Array.isArray) : undefined;
  const facts: ListedFact[] = [];
  for (const item of (list as readonly unknown[] | undefined) ?? []) {
    const fact = listedFact(item);
    if (fact !== null) {
      facts.push(fact);
    }
  }
  return facts;
}

function listedFact(item: unknown): ListedFact | null {
  if (typeof item === 'string') {
    return { id: null, text: item };
  }
  if (!isRecord(item)) {
    return null;
  }
  const text = item['text'] ?? item['fact'] ?? item['fact_text'];
  const id = item['fact_id'] ?? item['id'];
  return typeof text === 'string' ? { id: typeof id === 'string' ? id : null, text } : null;
}
