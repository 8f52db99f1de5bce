// Lints texts as if they stood in files of this repository. In: JSON [{ file, code }] on stdin. Out: JSON, the rules that
// each one breaks. A process of its own, since ESLint and its type information do not fit into Jest's module system.
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });
const findings = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath: file });
  findings.push(result?.messages.map(({ ruleId, severity, message }) => ({ rule: ruleId ?? 'parse', error: severity === 2, message })));
}
process.stdout.write(JSON.stringify(findings));
