// Runs once, before the others start: the shared secret, then the migrations.
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';

const file = process.env['FRONTDESK_SECRET_FILE'] ?? '';
const given = (process.env['FRONTDESK_SECRET'] ?? '').trim() !== '';
if (!given && !existsSync(file)) {
  // Kept in a volume: with another secret, everybody's session would be void.
  writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  process.stdout.write('made the shared secret\n');
}
await import('../libs/database/dist/migrate.main.js');
