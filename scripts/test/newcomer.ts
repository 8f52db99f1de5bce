import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFileEnd } from '@frontdesk/testing';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Variables that would lead a start of this test to somebody's model or stores. */
const FOREIGN = /^(OPENAI_|DATABASE_URL|REDIS_URL|TEST_|PORT$|HOST$|NODE_OPTIONS|FRONTDESK_|npm_)/;

/** A person at a terminal who typed `npm start`. */
export interface Newcomer {
  readonly pid: number;
  /** Everything on the screen so far. */
  screen(): string;
  /** The screen, once it shows the pattern; rejects when the command ends before. */
  sees(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code and screen, once the command is over. */
  readonly ended: Promise<{ readonly code: number | null; readonly screen: string }>;
  /** What Ctrl-C does: SIGINT for everybody in the terminal's foreground. */
  pressCtrlC(): void;
}

export function npmStart(env: Readonly<Record<string, string>>): Newcomer {
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), WEATHER_URL: 'off', GEOCODING_URL: 'off', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const watched = watchScreen(child);
  onTestFileEnd(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await watched.ended;
    }
  });
  return { pid: child.pid ?? 0, ...watched, pressCtrlC: () => process.kill(-(child.pid ?? 0), 'SIGINT') };
}

function watchScreen(child: ChildProcess): Pick<Newcomer, 'screen' | 'sees' | 'ended'> {
  let screen = '';
  const waiting = new Set<() => void>();
  const show = (chunk: Buffer): void => {
    screen += chunk.toString('utf8');
    waiting.forEach((look) => look());
  };
  child.stdout?.on('data', show);
  child.stderr?.on('data', show);
  const ended = new Promise<{ code: number | null; screen: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, screen }));
  });
  const sees = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(screen);
        if (match !== null) {
          waiting.delete(look);
          resolve(match);
        }
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended without showing ${String(pattern)}:\n${screen}`)));
    });
  return { screen: () => screen, sees, ended };
}

/** Every process that stems from this one, by id, with the name that it gives itself. */
export function descendants(pid: number): Map<number, string> {
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .map((match) => ({ pid: Number(match?.[1]), parent: Number(match?.[2]), name: match?.[3] ?? '' }));
  const found = new Map<number, string>();
  const visit = (parent: number): void => {
    for (const row of rows.filter((each) => each.parent === parent && !found.has(each.pid))) {
      found.set(row.pid, row.name);
      visit(row.pid);
    }
  };
  visit(pid);
  return found;
}

/** Which of them are still there. */
export const survivors = (pids: Iterable<number>): number[] =>
  [...pids].filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false; // no such process: what the caller hopes for
    }
  });
