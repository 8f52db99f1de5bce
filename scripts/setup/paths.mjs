import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** What belongs to this checkout whatever runs from it. */
export const BUILD_FOLDER = join(ROOT, '.frontdesk');

/** What a development start keeps: the stores' data and the secret. Deleting it is a fresh start. */
export const STATE_FOLDER = resolve(ROOT, process.env['FRONTDESK_STATE_FOLDER'] || '.frontdesk');

/** Tells this checkout from another on the same machine. */
export const CHECKOUT_ID = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);
