import { requestIdOf } from './request-id.js';

const idFor = (given: string | string[] | undefined) => requestIdOf({ headers: { 'x-request-id': given } });

it('takes over an id that is fit for a log', () => {
  expect(idFor('req_1.a-B')).toBe('req_1.a-B');
});

it.each([undefined, '', 'a b', 'a\nb', '"', 'x'.repeat(101), ['a', 'b']])('makes a new one for %p', (given) => {
  expect(idFor(given)).toMatch(/^[0-9a-f-]{36}$/);
  expect(idFor(given)).not.toBe(idFor(given));
});
