import { statementNames } from './statement-names.js';

describe('names of prepared statements', () => {
  it('are the same for the same text and differ otherwise', () => {
    const name = statementNames();
    const one = name({ sql: 'SELECT 1' });
    expect(name({ sql: 'SELECT 2' })).not.toBe(one);
    expect(name({ sql: 'SELECT 1' })).toBe(one);
  });

  it('end at a bound, so that a connection does not collect them for ever', () => {
    const name = statementNames(1);
    const kept = name({ sql: 'SELECT 1' });
    expect(name({ sql: 'SELECT 2' })).toBe('');
    expect(name({ sql: 'SELECT 1' })).toBe(kept);
  });
});
