import type { WindowPage, WindowRequest } from '@frontdesk/threads';
import { z } from 'zod';
import { readInput } from './read-input.js';

const id = z.string().min(1).max(512);

const windowFields = {
  limit: z.coerce.number({ error: 'expected integer' }).pipe(z.int().min(1).max(100)).default(20),
  order: z.enum(['asc', 'desc']).default('desc'),
  after: id.nullable().default(null),
  before: id.nullable().default(null),
};
const itemsQuerySchema = z.object(windowFields);
const threadsQuerySchema = z.object({ ...windowFields, user: id.nullable().default(null) });

/** @throws FrontdeskError invalid_request naming the field */
export const itemsQuery = (query: unknown): WindowRequest => readInput(itemsQuerySchema, query);

/** @throws FrontdeskError invalid_request naming the field */
export const threadsQuery = (query: unknown): WindowRequest & { readonly user: string | null } => readInput(threadsQuerySchema, query);

/** A page as official clients turn it: they ask for what is behind `last_id` until `has_more` is false. */
export function listReply<T extends { readonly id: string }>(page: WindowPage<T>) {
  return { object: 'list' as const, data: page.data, first_id: page.data[0]?.id ?? null, last_id: page.data.at(-1)?.id ?? null, has_more: page.hasMore };
}
