import { safeImage, safeLink, safeServerImage, type ImagePolicy, type SafeImage } from './safe-url.js';

const BASE = 'https://app.example/chat';

/** Ways to smuggle a script or a foreign document into a link. */
const EVIL = [
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'javascript&colon;alert(1)'.replace('&colon;', ':'),
  'jav\u200bascript:alert(1)',
  'vbscript:x',
  'data:text/html,<script>1</script>',
  'data:image/svg+xml,<svg onload=1>',
  'file:///etc/passwd',
  'blob:https://app.example/1',
  'about:blank',
  'view-source:https://a',
  'intent://x',
  'ftp://a/b',
  'chrome://settings',
  'filesystem:https://a/b',
  '',
  'http://[',
  'https://a:b:c',
];

describe('links', () => {
  test.each(EVIL)('%j goes nowhere', (url) => {
    expect(safeLink(url, BASE)).toBeNull();
  });

  test.each([
    ['https://docs.example/a?b=c#d', 'https://docs.example/a?b=c#d'],
    ['http://10.0.0.5/x', 'http://10.0.0.5/x'],
    ['mailto:help@example.org', 'mailto:help@example.org'],
    ['/help', 'https://app.example/help'],
    ['//cdn.example/x', 'https://cdn.example/x'],
    ['javascript/notes', 'https://app.example/javascript/notes'],
  ])('%j opens %j', (url, href) => {
    expect(safeLink(url, BASE)).toEqual({ kind: 'web', href });
  });

  test('a deep link carries its name and parameters', () => {
    expect(safeLink('chatkit-link://source?source_id=7&title=A%20b', BASE)).toEqual({
      kind: 'deeplink',
      name: 'source',
      data: { source_id: '7', title: 'A b' },
    });
    expect(safeLink('CHATKIT-LINK://x', BASE)).toEqual({ kind: 'deeplink', name: 'x', data: {} });
    expect(safeLink('chatkit-link://', BASE)).toBeNull();
  });
});

const images = (domains?: readonly string[]): ImagePolicy => ({ base: BASE, server: 'https://desk.example/chatkit', domains });
const shown = (src: string): SafeImage => ({ kind: 'shown', src });

describe('images', () => {
  test('come from the own origin, the server or the domains of the thread, and from nowhere else', () => {
    expect(safeImage('/a.png', images())).toEqual(shown('https://app.example/a.png'));
    expect(safeImage('https://desk.example/files/1', images([]))).toEqual(shown('https://desk.example/files/1'));
    expect(safeImage('https://img.example/a.png', images())).toEqual({ kind: 'refused', href: 'https://img.example/a.png', host: 'img.example' });
    expect(safeImage('https://img.example/a.png', images(['img.example']))).toEqual(shown('https://img.example/a.png'));
    expect(safeImage('https://x.img.example/a.png', images(['*.img.example']))).toEqual(shown('https://x.img.example/a.png'));
  });

  test.each([
    ['https://x.img.example/a.png', 'img.example'],
    ['https://evil-img.example/a.png', '*.img.example'],
    ['https://img.example.evil.example/a.png', 'img.example'],
    ['https://img.example@evil.example/a.png', 'img.example'],
    ['//evil.example/a.png', 'img.example'],
    ['https:\\\\evil.example\\a.png', 'img.example'],
  ])('%s is not of %s', (url, domain) => {
    expect(safeImage(url, images([domain]))?.kind).toBe('refused');
    expect(safeServerImage(url, images([domain]))?.kind).toBe('refused');
  });

  test('of texts carry no data in their address, those that the server placed may', () => {
    expect(safeImage('data:image/png;base64,AA', images(['img.example']))).toBeNull();
    expect(safeServerImage('data:image/png;base64,AA', images())).toEqual(shown('data:image/png;base64,AA'));
    expect(safeServerImage('data:text/html;base64,AA', images())).toBeNull();
    expect(safeServerImage(5, images())).toBeNull();
  });

  test.each(EVIL.filter((url) => !url.startsWith('data:image') && !url.startsWith('blob:') && url !== ''))('%j is never one', (url) => {
    expect(safeServerImage(url, images(['*.example']))).toBeNull();
  });
});
