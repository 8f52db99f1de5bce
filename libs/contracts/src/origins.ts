import { z } from 'zod';

/** Where pages come from, as browsers say it (`https://shop.example`, without a path); `*`: anywhere. */
export const originSchema = z.string().regex(/^(?:\*|[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+)$/, { error: 'expected an origin such as https://shop.example, or *' });

export const includesOrigin = (origins: readonly string[], origin: string): boolean => origins.includes('*') || origins.includes(origin);
