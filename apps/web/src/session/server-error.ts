const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The sentence of a `{error: {message}}` body, or undefined when the body is something else (a proxy's page, say). */
export async function readErrorMessage(response: Response): Promise<string | undefined> {
  const body: unknown = await response.json().catch(() => null);
  if (!isRecord(body) || !isRecord(body['error'])) {
    return undefined;
  }
  const { message } = body['error'];
  return typeof message === 'string' ? message : undefined;
}
