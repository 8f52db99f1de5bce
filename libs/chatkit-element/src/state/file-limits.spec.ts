import { acceptAttribute, formatBytes, maxBytes, refusalOf } from './file-limits.js';

const file = (name: string, type: string, size = 10): File => new File([new Uint8Array(size)], name, { type });

test.each([
  [{ enabled: true }, 'image/png', 104_857_600],
  [{ enabled: true, maxSize: 5 }, 'image/png', 5],
  [{ enabled: true, maxSize: { 'image/*': 7, '*': 3 } }, 'image/png', 7],
  [{ enabled: true, maxSize: { 'image/png': 9, 'image/*': 7 } }, 'image/png', 9],
  [{ enabled: true, maxSize: { 'image/*': 7, '*': 3 } }, 'text/plain', 3],
  [{ enabled: true, maxSize: { 'image/*': 7, '': 4 } }, 'text/plain', 4],
  [{ enabled: true, maxSize: { 'image/*': 7 } }, 'text/plain', 104_857_600],
])('%j lets a file of type %s have %i bytes', (option, type, most) => {
  expect(maxBytes(option, type)).toBe(most);
});

describe('a file', () => {
  const option = { enabled: true, maxSize: 20, accept: { 'image/*': ['.png', '.jpg'], 'application/pdf': [] } };

  test.each([
    ['of an accepted pattern', file('a.webp', 'image/webp'), null],
    ['of an accepted type', file('a', 'application/pdf'), null],
    ['whose type the browser does not know, by its ending', file('A.PNG', ''), null],
    [
      'of another type',
      file('a.txt', 'text/plain'),
      { key: 'files.type', values: { name: 'a.txt', types: '.png, .jpg, application/pdf' } },
    ],
    ['that is too large', file('a.png', 'image/png', 21), { key: 'files.size', values: { name: 'a.png', size: '20 B' } }],
    ['without content', file('a.png', 'image/png', 0), { key: 'files.empty', values: { name: 'a.png' } }],
  ])('%s', (_name, given, refusal) => {
    expect(refusalOf(option, given)).toEqual(refusal);
  });

  test('of any kind is taken where nothing is said', () => {
    expect(refusalOf({ enabled: true }, file('a.bin', ''))).toBeNull();
    expect(acceptAttribute({ enabled: true })).toBeUndefined();
    expect(acceptAttribute(option)).toBe('image/*,.png,.jpg,application/pdf');
  });
});

test('sizes are written for people', () => {
  expect([5, 1536, 5 * 1024 * 1024, 100 * 1024 * 1024].map(formatBytes)).toEqual(['5 B', '1.5 KB', '5 MB', '100 MB']);
});
