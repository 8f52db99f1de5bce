import { safeLink, safeServerImage, safeTextImage } from './safe-url.js';

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

describe('images in texts', () => {
  test('come from the own origin or the domains of the thread, and from nowhere else', () => {
    expect(safeTextImage('/a.png', BASE, undefined)).toBe('https://app.example/a.png');
    expect(safeTextImage('https://img.example/a.png', BASE, undefined)).toBeNull();
    expect(safeTextImage('https://img.example/a.png', BASE, ['img.example'])).toBe('https://img.example/a.png');
    expect(safeTextImage('https://x.img.example/a.png', BASE, ['img.example'])).toBeNull();
    expect(safeTextImage('https://x.img.example/a.png', BASE, ['*.img.example'])).toBe('https://x.img.example/a.png');
    expect(safeTextImage('https://evil-img.example/a.png', BASE, ['*.img.example'])).toBeNull();
    expect(safeTextImage('https://img.example.evil.example/a.png', BASE, ['img.example'])).toBeNull();
    expect(safeTextImage('data:image/png;base64,AA', BASE, ['img.example'])).toBeNull();
  });
});

describe('images of widgets', () => {
  test.each(EVIL.filter((url) => !url.startsWith('data:image') && !url.startsWith('blob:') && url !== ''))('%j is not loaded', (url) => {
    expect(safeServerImage(url, BASE)).toBeNull();
  });

  test('may be image data', () => {
    expect(safeServerImage('data:image/png;base64,AA', BASE)).toBe('data:image/png;base64,AA');
    expect(safeServerImage('data:text/html;base64,AA', BASE)).toBeNull();
    expect(safeServerImage(5, BASE)).toBeNull();
  });
});
