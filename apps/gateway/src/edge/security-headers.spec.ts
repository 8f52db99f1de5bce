import { securityHeaders } from './security-headers.js';

type Directives = Record<string, readonly string[]>;

function directivesOf(kind: 'bundled' | 'cdn'): Directives {
  const { contentSecurityPolicy } = securityHeaders(kind === 'cdn' ? { kind, domainKey: 'domain_pk_1' } : { kind });
  return (contentSecurityPolicy as { directives: Directives }).directives;
}

describe('the content security policy', () => {
  it('with our own element names no origin but our own, and nothing that is unsafe', () => {
    expect(JSON.stringify(directivesOf('bundled'))).not.toMatch(/unsafe|https?:|\*/);
  });

  it("with the CDN's element adds what that needs, and not a word more", () => {
    const ours = directivesOf('bundled');
    const added = Object.entries(directivesOf('cdn')).flatMap(([name, sources]) => sources.filter((source) => !ours[name]?.includes(source)).map((source) => [name, source]));
    expect(added).toEqual([
      ['scriptSrc', 'https://cdn.platform.openai.com'],
      ['styleSrc', "'unsafe-inline'"],
      ['connectSrc', 'https://api.openai.com'],
      ['frameSrc', 'https://cdn.platform.openai.com'],
    ]);
  });
});
