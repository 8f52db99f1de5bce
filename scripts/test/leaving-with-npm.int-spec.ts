import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { becomesReady } from '../processes/probe.mjs';
import { survivors } from './newcomer.js';

const PROGRAM = fileURLToPath(new URL('./programs/watches-npm.mjs', import.meta.url));
/** A shell that was asked to start npm in the background, a second one in npm's place, and the program. */
const TERMINAL = `sh -c '"${process.execPath}" "${PROGRAM}"; :' & wait`;

describe('npm start', () => {
  it('goes on when the terminal that started it is gone, and ends with npm', async () => {
    const terminal = spawn('sh', ['-c', TERMINAL], { env: { ...process.env, npm_lifecycle_event: 'start' }, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: terminal.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<string> => String((await lines.next()).value);
    const [, program, npm] = /watching (\d+) (\d+)/.exec(await next()) ?? [];

    terminal.kill('SIGKILL');
    // Five lines are more than two looks at who is still there.
    expect([await next(), await next(), await next(), await next(), await next()]).toEqual(Array(5).fill('still there'));

    process.kill(Number(npm), 'SIGKILL');
    expect(await becomesReady(async () => (survivors([Number(program)]).length === 0 ? undefined : 'still there'), { timeoutMs: 20_000 })).toBeUndefined();
  });
});
