import { labelledLines, readable } from '../processes/log-lines.mjs';

const record = (fields: object): string => JSON.stringify({ level: 30, time: Date.UTC(2026, 0, 2, 3, 4, 5), name: 'frontdesk-gateway', ...fields });

describe('a log record in the terminal', () => {
  it('is one line: time, level, message and fields', () => {
    expect(readable(record({ msg: 'listening', port: 3000, checks: { redis: 'up' } }))).toMatch(/^\d\d:\d\d:05 info {2}listening port=3000 checks=\{"redis":"up"\}$/);
  });

  it('is followed by the stack of its error', () => {
    expect(readable(record({ level: 50, msg: 'failed', err: { message: 'boom', stack: 'Error: boom\n  at x' } }))).toMatch(/error failed \nError: boom\n {2}at x$/);
  });

  it.each(['plain words', '{"not":"a record"}', '{broken'])('stays as it is when it is none: %s', (line) => {
    expect(readable(line)).toBe(line);
  });

  it('has the name of its process before every line, in a column', () => {
    const written: string[] = [];
    const write = labelledLines(['short', 'a-longer-name'], { colour: false, write: (text) => written.push(text) });
    write('short', 'first\nsecond');
    write('a-longer-name', 'third');
    expect(written.join('')).toBe('short         | first\nshort         | second\na-longer-name | third\n');
  });
});
