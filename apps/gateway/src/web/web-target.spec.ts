import { webTarget } from './web-target.js';

describe('an address of the web app', () => {
  it.each([
    ['/', { kind: 'page' }],
    ['/settings', { kind: 'page' }],
    ['/chats/thr_1', { kind: 'page' }],
    ['/apiary', { kind: 'page' }],
    ['/docs.html', { kind: 'file', path: '/docs.html', immutable: false }],
    ['/assets/index-B1x_2y3z.js', { kind: 'file', path: '/assets/index-B1x_2y3z.js', immutable: true }],
    ['/assets/logo.svg', { kind: 'file', path: '/assets/logo.svg', immutable: false }],
    ['/v1.2/page', { kind: 'page' }],
    ['/api', { kind: 'nothing' }],
    ['/api/facts/1', { kind: 'nothing' }],
    ['/chatkit', { kind: 'nothing' }],
    ['/v1/chatkit/conversation', { kind: 'nothing' }],
    ['/metrics', { kind: 'nothing' }],
  ])('%s is answered with %j', (path, target) => {
    expect(webTarget(path, true)).toEqual(target);
  });

  it('that is no file is nothing to programs', () => {
    expect(webTarget('/settings', false)).toEqual({ kind: 'nothing' });
    expect(webTarget('/', false)).toEqual({ kind: 'page' });
    expect(webTarget('/favicon.svg', false)).toMatchObject({ kind: 'file' });
  });
});
