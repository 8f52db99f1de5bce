import { loadConfig, storeVariables } from '@frontdesk/config';
import { z } from 'zod';
import { migrate } from './migrate.js';

const config = loadConfig(z.object({ DATABASE_URL: storeVariables.DATABASE_URL }));
const applied = await migrate(config.DATABASE_URL);
process.stdout.write(applied.length === 0 ? 'database is up to date\n' : `applied ${applied.join(', ')}\n`);
