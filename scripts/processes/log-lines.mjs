// Processes log JSON, one object a line, for machines. A developer's terminal gets one readable line instead.

const LEVELS = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
]);

/** Names the process already, or says nothing to a developer. */
const SILENT_FIELDS = new Set(['level', 'time', 'msg', 'name', 'pid', 'hostname', 'err', 'v']);

const COLOURS = [36, 35, 32, 34, 33, 31];

/**
 * @param {string} line
 * @returns {string} the line as it is, unless it is a JSON log record
 */
export function readable(line) {
  const record = parse(line);
  if (record === undefined) {
    return line;
  }
  const level = LEVELS.get(Number(record['level'])) ?? String(record['level']);
  const fields = Object.entries(record)
    .filter(([name]) => !SILENT_FIELDS.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const text = [clock(record['time']), level.padEnd(5), String(record['msg'] ?? ''), ...fields, describeError(record['err'])];
  return text.filter((part) => part !== '').join(' ');
}

/** @param {string} line @returns {Record<string, unknown> | undefined} */
function parse(line) {
  if (!line.startsWith('{')) {
    return undefined;
  }
  try {
    const record = JSON.parse(line);
    return 'level' in record ? record : undefined;
  } catch {
    return undefined; // not a record: shown as it is
  }
}

/** @param {unknown} time */
function clock(time) {
  const date = new Date(/** @type {string | number} */ (time));
  return Number.isNaN(date.getTime()) ? '' : date.toTimeString().slice(0, 8);
}

/** @param {unknown} error */
function describeError(error) {
  if (typeof error !== 'object' || error === null) {
    return '';
  }
  const { message, stack } = /** @type {{ message?: string, stack?: string }} */ (error);
  return `\n${stack ?? message ?? JSON.stringify(error)}`;
}

/**
 * @param {readonly string[]} names all processes
 * @param {{ colour: boolean, write: (text: string) => void }} output
 * @returns {(name: string, line: string) => void} writes a line of a process under its name
 */
export function labelledLines(names, { colour, write }) {
  const width = Math.max(...names.map((name) => name.length));
  return (name, line) => {
    const label = name.padEnd(width);
    const code = COLOURS[names.indexOf(name) % COLOURS.length] ?? 36;
    const prefix = colour ? `\u001b[${code}m${label}\u001b[0m | ` : `${label} | `;
    write(`${readable(line).split('\n').map((each) => prefix + each).join('\n')}\n`);
  };
}
