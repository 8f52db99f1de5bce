// Stands for `npm start`: told that npm started it, and says every half second that it is still there.
import { Shutdown } from '../../setup/shutdown.mjs';

new Shutdown();
process.stdout.write(`watching ${process.pid} ${process.ppid}\n`);
setInterval(() => process.stdout.write('still there\n'), 500);
