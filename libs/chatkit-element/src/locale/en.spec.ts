import { createTranslate, en } from './en.js';

test('what is filled into a sentence from right to left keeps its own direction and leaves the signs around it alone', () => {
  const words = { ...en, 'history.deleted': 'تم حذف «{title}»', 'input.step': '{current} / {total}' };
  expect(createTranslate(words, true)('history.deleted', { title: 'Refund…' })).toBe('تم حذف «\u2068Refund…\u2069»');
  expect(createTranslate(words, true)('input.step', { current: 1, total: 2 })).toBe('1 / 2');
  expect(createTranslate(en)('history.deleted', { title: 'Refund…' })).not.toMatch(/[\u2068\u2069]/);
});
