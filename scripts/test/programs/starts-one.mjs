// Starts a process as the scripts do, and passes on what it says.
import { ManagedProcess } from '../../processes/managed-process.mjs';

new ManagedProcess({ name: 'waits', entry: 'scripts/test/programs/waits.mjs', env: {}, readyUrl: '' }, { env: process.env, onLine: (line) => console.log(line) });
