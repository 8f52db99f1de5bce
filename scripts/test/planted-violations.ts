export interface Planted {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  /** The rule that must object; undefined where nothing may. */
  readonly rule: string | undefined;
}

const BOUNDARIES = '@nx/enforce-module-boundaries';
const importing = (target: string): string => `import * as target from '${target}';\nexport const used = target;\n`;
const imports = (file: string, target: string, rule: string | undefined): Planted => ({
  name: `${file} imports ${target}`,
  file,
  code: importing(target),
  rule,
});

/** Texts are linted under the names of files that exist: type information needs a file that some tsconfig.json includes. */
export const DEPENDENCIES: readonly Planted[] = [
  imports('libs/contracts/src/index.ts', '@frontdesk/runs', BOUNDARIES),
  imports('libs/threads/src/index.ts', '@frontdesk/tools-service', BOUNDARIES),
  imports('libs/threads/src/index.ts', '../../../apps/gateway/src/bootstrap.js', BOUNDARIES),
  imports('libs/threads/src/index.ts', '../../runs/src/index.js', BOUNDARIES),
  imports('libs/threads/src/index.ts', '@frontdesk/chatkit-client', BOUNDARIES),
  imports('libs/threads/src/index.ts', '@frontdesk/testing', BOUNDARIES),
  imports('apps/gateway/src/main.ts', '@frontdesk/tools-service', BOUNDARIES),
  imports('libs/chatkit-protocol/src/index.ts', '@frontdesk/contracts', BOUNDARIES),
  imports('libs/chatkit-client/src/index.ts', '@frontdesk/config', BOUNDARIES),
  imports('apps/web/src/main.tsx', '@frontdesk/database', BOUNDARIES),
  imports('apps/gateway/src/main.ts', '@openai/agents', 'no-restricted-imports'),
  imports('libs/runs/src/index.ts', 'bullmq', 'no-restricted-imports'),
  imports('apps/gateway/src/main.ts', '@prisma/client', 'no-restricted-imports'),
  imports('libs/threads/src/index.ts', '@frontdesk/contracts/src/ids.js', 'no-restricted-imports'),
  imports('libs/threads/src/index.ts', '@frontdesk/contracts', undefined),
  imports('apps/gateway/src/main.ts', '@frontdesk/chatkit-protocol', undefined),
  imports('libs/testing/test/test-redis.int-spec.ts', '@frontdesk/testing', undefined),
];

const file = 'libs/contracts/src/index.ts';

const lines = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('\n');

export const HABITS: readonly Planted[] = [
  { name: 'a promise that nobody waits for', file, code: 'export function go(): void {\n  Promise.resolve(1);\n}\n', rule: '@typescript-eslint/no-floating-promises' },
  {
    name: 'a promise where a plain callback is expected',
    file,
    code: 'export function go(): void {\n  [1].forEach(async () => {\n    await Promise.resolve();\n  });\n}\n',
    rule: '@typescript-eslint/no-misused-promises',
  },
  {
    name: 'a switch that forgets a case',
    file,
    code: `export function go(kind: 'a' | 'b'): void {\n  switch (kind) {\n    case 'a':\n      break;\n  }\n}\n`,
    rule: '@typescript-eslint/switch-exhaustiveness-check',
  },
  { name: 'any', file, code: 'export const value: any = 1;\n', rule: '@typescript-eslint/no-explicit-any' },
  { name: 'an if without braces', file, code: 'export function go(x: boolean): number {\n  if (x) return 1;\n  return 2;\n}\n', rule: 'curly' },
  { name: 'a default export', file, code: 'export default function go(): void {}\n', rule: 'no-restricted-syntax' },
  { name: 'process.env outside libs/config', file, code: 'export const home = process.env.HOME;\n', rule: 'no-restricted-properties' },
  { name: 'a file of 301 lines', file, code: lines(301, (index) => `export const x${index} = ${index};`), rule: 'max-lines' },
  { name: 'a function of 81 lines', file, code: `export function go(): void {\n${lines(79, (index) => `  void ${index};`)}\n}\n`, rule: 'max-lines-per-function' },
  {
    name: 'a function with 13 paths',
    file,
    code: `export function go(x: number): number {\n${lines(12, (index) => `  if (x === ${index}) {\n    return ${index};\n  }`)}\n  return x;\n}\n`,
    rule: 'complexity',
  },
  {
    name: 'a rule switched off without a reason',
    file,
    code: '// eslint-disable-next-line @typescript-eslint/no-explicit-any\nexport const value: any = 1;\n',
    rule: 'frontdesk/reasoned-disables',
  },
  {
    name: 'a rule switched off with a reason',
    file,
    code: '// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a planted reason\nexport const value: any = 1;\n',
    rule: undefined,
  },
];
