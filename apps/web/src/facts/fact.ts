/** One thing the assistant knows about the person. */
export interface Fact {
  readonly id: string;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parseFact(value: unknown): Fact | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { id, text, created_at: created } = value;
  if (typeof id !== 'string' || typeof text !== 'string') {
    return undefined;
  }
  const createdAt = typeof created === 'number' ? created * 1000 : Date.parse(String(created));
  return Number.isNaN(createdAt) ? undefined : { id, text, createdAt };
}

/**
 * Reads the answer of `GET /api/facts`, newest first. `created_at` is an ISO string or unix seconds.
 * Throws when the body is not a list of facts: half a list would look like forgotten facts.
 */
export function parseFacts(body: unknown): readonly Fact[] {
  const rows = isRecord(body) && Array.isArray(body['data']) ? body['data'] : undefined;
  const facts = rows?.map(parseFact);
  if (!facts || facts.includes(undefined)) {
    throw new Error('The list of facts could not be read.');
  }
  return (facts as Fact[]).toSorted((a, b) => b.createdAt - a.createdAt);
}
