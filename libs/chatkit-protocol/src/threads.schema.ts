import { absent, openMap, timestamp } from './fields.js';
import { threadItemSchema } from './items.schema.js';
import { z } from './zod.js';

/** One page of rows; `after` is the cursor of the next one, absent on the last. */
export interface Page<T> {
  data: T[];
  has_more: boolean;
  after?: string | undefined;
}

export function pageSchema<T extends z.ZodType>(row: T) {
  return z.object({ data: z.array(row), has_more: z.boolean(), after: absent(z.string()) });
}

export const threadStatusSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('active') }),
  z.object({ type: z.literal('locked'), reason: absent(z.string()) }),
  z.object({ type: z.literal('closed'), reason: absent(z.string()) }),
]);
export type ThreadStatus = z.output<typeof threadStatusSchema>;

export const threadSchema = z.object({
  title: absent(z.string()),
  id: z.string(),
  created_at: timestamp,
  status: threadStatusSchema.default({ type: 'active' }),
  /** Hosts that images may come from. Absent: all. Empty: none. */
  allowed_image_domains: absent(z.array(z.string())),
  /** Private to the server: the key is always there, and always empty. */
  metadata: openMap.default({}).transform((): Record<string, unknown> => ({})),
  items: pageSchema(threadItemSchema),
});
export type Thread = z.output<typeof threadSchema>;
export type ThreadInput = z.input<typeof threadSchema>;

/** The page that threads carry wherever their items are not asked for. */
export const emptyPage = (): Page<never> => ({ data: [], has_more: false });
