import { describeError } from './describe-error.js';

describe('describeError', () => {
  it('gives names, codes and places of an error and its causes, and no message', () => {
    const cause = Object.assign(new TypeError('Ada lives in Lisbon'), { code: 'P2002' });
    const described = describeError(new Error('value\nat Lisbon:1:1', { cause }));
    expect(described.error).toBe('Error < TypeError P2002');
    expect(described.stack[0]).toMatch(/describe-error\.spec\.ts:\d+:\d+/);
    expect(JSON.stringify(described)).not.toContain('Lisbon');
  });

  it('survives what is no error, and causes in a circle', () => {
    expect(describeError('Lisbon')).toEqual({ error: 'string', stack: [] });
    expect(describeError(undefined)).toEqual({ error: '', stack: [] });
    const circle = new Error('a');
    circle.cause = circle;
    expect(describeError(circle).error).toBe('Error < Error < Error < Error');
  });
});
