import { KnownOwners } from './known-owners.js';

it('keeps those that were seen last, and forgets on demand', () => {
  const known = new KnownOwners(2);
  const owner = (userId: string) => ({ tenantId: 'default', userId });
  known.remember('a', owner('ada'));
  known.remember('b', owner('bob'));
  known.remember('a', owner('ada'));
  known.remember('c', owner('cleo'));
  expect(['a', 'b', 'c'].map((hash) => known.of(hash)?.userId)).toEqual(['ada', undefined, 'cleo']);
  known.forget('a');
  expect(known.of('a')).toBeNull();
});
