import { readThreadId, withThreadId } from './thread-address.js';

describe('the thread in the address', () => {
  it.each([
    ['', null],
    ['?thread=', null],
    ['?thread=thr_4f', 'thr_4f'],
    ['?x=1&thread=thr_4f', 'thr_4f'],
    ['?thread=../etc', null],
    ['?thread=%3Cb%3E', null],
    [`?thread=${'a'.repeat(129)}`, null],
  ])('of "%s" is %j', (search, threadId) => {
    expect(readThreadId(search)).toBe(threadId);
  });

  it('changes without touching the rest', () => {
    expect(withThreadId('http://desk.test/?x=1#chat', 'thr_4f')).toBe('http://desk.test/?x=1&thread=thr_4f#chat');
    expect(withThreadId('http://desk.test/?x=1&thread=thr_4f#chat', 'thr_5a')).toBe('http://desk.test/?x=1&thread=thr_5a#chat');
    expect(withThreadId('http://desk.test/?thread=thr_4f', null)).toBe('http://desk.test/');
  });
});
