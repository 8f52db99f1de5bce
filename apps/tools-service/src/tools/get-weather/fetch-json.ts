import type { z } from 'zod';
import { WeatherUnavailable } from './weather-provider.js';

export interface FetchJsonOptions<T> {
  readonly schema: z.ZodType<T>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * GETs JSON from a service that is not ours: bounded in time and size, redirects refused, the answer checked.
 * @throws WeatherUnavailable, `reached` false when there was no answer in time; the signal's reason when aborted
 */
export async function fetchJson<T>(url: URL, { schema, signal, timeoutMs, maxBytes }: FetchJsonOptions<T>): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { signal: AbortSignal.any([signal, timeout]), redirect: 'error', headers: { accept: 'application/json' } });
    text = await readBounded(response, maxBytes);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof WeatherUnavailable) {
      throw cause;
    }
    throw new WeatherUnavailable(false, timeout.aborted ? `no answer within ${timeoutMs} ms` : 'no connection', { cause });
  }
  if (!response.ok) {
    throw new WeatherUnavailable(true, `answered with status ${response.status}`);
  }
  return parsed(text, schema);
}

async function readBounded(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    // Leaving the loop cancels the rest of the body.
    if (size > maxBytes) {
      throw new WeatherUnavailable(true, `answered with more than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new WeatherUnavailable(true, 'answered something that could not be read', { cause });
  }
}
