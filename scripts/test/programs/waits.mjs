// Does nothing until it is told to end; then takes its time, unless it was told to hurry.
import { createServer } from 'node:http';

process.on('SIGTERM', () => setTimeout(() => process.exit(0), Number(process.env['STOP_AFTER_MS'] ?? 0)));
createServer().listen(0, '127.0.0.1', () => console.log(`waiting ${process.pid}`));
