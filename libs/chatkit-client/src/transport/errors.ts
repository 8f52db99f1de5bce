/** The server answered with a status that is no success. 4xx is final; trying the same again cannot help. */
export class ChatKitHttpError extends Error {
  override readonly name = 'ChatKitHttpError';

  constructor(
    readonly status: number,
    /** The server's own code, such as `not_found`; null when it sent none (a proxy, or another kind of server). */
    readonly code: string | null,
    message: string,
    /** The field that is wrong, as a dotted path. */
    readonly param: string | null = null,
    /** Seconds that the server asks to wait before the next try; null when it names none. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

/** No answer, or one that broke off: the network, not the server's opinion. */
export class ChatKitConnectionError extends Error {
  override readonly name = 'ChatKitConnectionError';
}

/** An answer that is not the protocol's, for example the page of a login proxy. */
export class ChatKitProtocolError extends Error {
  override readonly name = 'ChatKitProtocolError';
}

/** The page's own `getClientSecret` failed or gave no secret; its error is the `cause`. */
export class ChatKitSecretError extends Error {
  override readonly name = 'ChatKitSecretError';
}

/** Reads `{error: {code, message, param}}`, or makes do with the status. Never throws: the status alone is an answer. */
export async function httpErrorOf(response: Response): Promise<ChatKitHttpError> {
  const text = await response.text().catch(() => '');
  const { code, message, param } = errorFields(text);
  const wait = secondsOf(response.headers.get('retry-after'));
  return new ChatKitHttpError(response.status, code, message ?? `The server answered with status ${response.status}.`, param, wait);
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(header: string | null): number | null {
  if (header === null) {
    return null;
  }
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}

interface ErrorFields {
  code: string | null;
  message: string | null;
  param: string | null;
}

function errorFields(text: string): ErrorFields {
  const none = { code: null, message: null, param: null };
  try {
    const body = JSON.parse(text) as { error?: Record<string, unknown> } | null;
    const error = body?.error;
    return error ? { code: textOrNull(error['code']), message: textOrNull(error['message']), param: textOrNull(error['param']) } : none;
  } catch {
    // Not JSON: a proxy's page says nothing that a user should read.
    return none;
  }
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
