import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Everything that a development start keeps: data, the secret, stamps. Deleting it is a fresh start. */
export const STATE_FOLDER = join(ROOT, '.frontdesk');

/** Tells this checkout from another on the same machine. */
export const CHECKOUT_ID = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);
