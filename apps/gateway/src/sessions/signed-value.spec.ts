import { ValueSigner } from './signed-value.js';

const signer = new ValueSigner('one secret of an installation, long enough');

it('reads back what it signed, dots included', () => {
  for (const value of ['anon_1', 'a.b.c', '']) {
    expect(signer.read(signer.sign(value))).toBe(value);
  }
});

it.each([
  ['another value', (signed: string) => signed.replace('anon_1', 'anon_2')],
  ['another signature', (signed: string) => `${signed.slice(0, -1)}${signed.endsWith('A') ? 'B' : 'A'}`],
  ['a shorter signature', (signed: string) => signed.slice(0, -1)],
  ['no signature', () => 'anon_1'],
  ['nothing', () => ''],
])('refuses %s', (_what, change) => {
  expect(signer.read(change(signer.sign('anon_1')))).toBeNull();
});

it('refuses what another installation signed', () => {
  expect(signer.read(new ValueSigner('another secret of an installation, as long').sign('anon_1'))).toBeNull();
});
