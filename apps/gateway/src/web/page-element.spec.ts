import { readFileSync } from 'node:fs';
import { pageWith } from './page-element.js';

const PAGE = readFileSync(new URL('../../../web/index.html', import.meta.url), 'utf8');
const scriptsOf = (html: string) => [...html.matchAll(/<script[^>]*src="(?<src>[^"]+)"/g)].map((match) => match.groups?.['src']);

describe('the page', () => {
  it('with our own element is as it was built, and loads it from here', () => {
    expect(pageWith({ kind: 'bundled' }, PAGE)).toBe(PAGE);
    expect(scriptsOf(PAGE)).toEqual(['/boot.js', '/chatkit.js', '/src/main.tsx']);
  });

  it("with the CDN's element loads that one instead, says so, and gives the domain's key", () => {
    const html = pageWith({ kind: 'cdn', domainKey: 'domain_pk_1' }, PAGE);
    expect(scriptsOf(html)).toEqual(['/boot.js', 'https://cdn.platform.openai.com/deployments/chatkit/chatkit.js', '/src/main.tsx']);
    expect(html).toMatch(/<script [^>]*id="chatkit-script"[^>]*>/);
    expect(html).toMatch(/<script [^>]*data-element="cdn" data-domain-key="domain_pk_1"[^>]*id="chatkit-script"/);
  });

  it.each(['<p>no script</p>', PAGE + PAGE])('without exactly one script of our element takes no other', (html) => {
    expect(() => pageWith({ kind: 'cdn', domainKey: 'domain_pk_1' }, html)).toThrow('that could load another element');
  });
});
