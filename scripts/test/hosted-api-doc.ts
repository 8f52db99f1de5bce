import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOC = readFileSync(`${ROOT}/docs/hosted-api.md`, 'utf8');

const blocks = (language: string): string[] => [...DOC.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gsu'))].map(([, code = '']) => code);

/** The command of docs/hosted-api.md that begins so, as its reader copies it. */
export function command(beginning: string): string {
  const line = blocks('sh')
    .flatMap((block) => block.split('\n'))
    .find((candidate) => candidate.startsWith(beginning))
    ?.replace(/\s+#.*$/u, '');
  if (line === undefined) {
    throw new Error(`docs/hosted-api.md has no command "${beginning} …"`);
  }
  return line;
}

/** Types the command in a checkout. @returns standard output */
export async function type(line: string, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  return (await promisify(execFile)('sh', ['-c', line], { cwd: ROOT, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env } })).stdout;
}

/** Runs the backend of docs/hosted-api.md as it stands there, but for the address. @returns standard output */
export async function runBackend(url: string, key: string): Promise<string> {
  const [code = ''] = blocks('js');
  const child = spawn(process.execPath, ['--input-type=module'], { cwd: ROOT, env: { PATH: process.env['PATH'], FRONTDESK_KEY: key } });
  child.stdin.end(code.replace('http://127.0.0.1:3000', url));
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (complaints !== '') {
    throw new Error(complaints);
  }
  return output;
}
