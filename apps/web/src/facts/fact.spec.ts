import { parseFacts } from './fact.js';

describe('reading the list of facts', () => {
  it('takes ISO times and unix seconds, and puts the newest first', () => {
    const facts = parseFacts({
      data: [
        { id: 'fact_a', text: 'Older', created_at: '2026-11-22T10:00:00Z' },
        { id: 'fact_b', text: 'Newer', created_at: Date.UTC(2026, 10, 22, 11) / 1000 },
      ],
    });
    expect(facts).toEqual([
      { id: 'fact_b', text: 'Newer', createdAt: Date.UTC(2026, 10, 22, 11) },
      { id: 'fact_a', text: 'Older', createdAt: Date.UTC(2026, 10, 22, 10) },
    ]);
  });

  it.each([
    ['no body', null],
    ['no list', { data: {} }],
    ['a row without text', { data: [{ id: 'fact_a', created_at: '2026-11-22T10:00:00Z' }] }],
    ['a time that is none', { data: [{ id: 'fact_a', text: 'x', created_at: 'soon' }] }],
  ])('refuses %s as a whole', (_what, body) => {
    expect(() => parseFacts(body)).toThrow('The list of facts could not be read.');
  });
});
