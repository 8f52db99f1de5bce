/** What a link of untrusted text may become. */
export type SafeLink = { kind: 'web'; href: string } | { kind: 'deeplink'; name: string; data: Record<string, string> };

const WEB_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);
const DEEPLINK = 'chatkit-link:';
const INLINE_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]/i;

/** Browsers skip control characters and white space inside a scheme, so they go before anything is compared. */

const strip = (url: string): string => url.replace(/[\u0000-\u0020\u007f-\u009f\u00ad\u200b-\u200f\u2028\u2029\ufeff]/g, '');

const parse = (url: string, base: string): URL | null => {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
};

const parseDeeplink = (url: string): SafeLink | null => {
  const match = /^chatkit-link:(?:\/\/)?([^?#/]*)\/?(?:\?([^#]*))?/i.exec(url);
  if (match === null || !match[1]) {
    return null;
  }
  return { kind: 'deeplink', name: safeDecode(match[1]), data: Object.fromEntries(new URLSearchParams(match[2] ?? '')) };
};

const safeDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Lets http, https, mailto and `chatkit-link` through; null for everything else. */
export const safeLink = (url: string, base: string): SafeLink | null => {
  const cleaned = strip(url);
  if (cleaned === '') {
    return null;
  }
  if (cleaned.toLowerCase().startsWith(DEEPLINK)) {
    return parseDeeplink(cleaned);
  }
  const parsed = parse(cleaned, base);
  return parsed !== null && WEB_SCHEMES.has(parsed.protocol) ? { kind: 'web', href: parsed.href } : null;
};

const matchesDomain = (host: string, pattern: string): boolean => {
  const wanted = pattern.trim().toLowerCase();
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
};

/**
 * The URL of an image in text a model wrote, or null. An image that loads tells its host about the reader, so only the
 * page's own origin and the thread's `allowed_image_domains` (exact host, or `*.example.com`) are loaded.
 */
export const safeTextImage = (url: string, base: string, allowedDomains: readonly string[] | undefined): string | null => {
  const parsed = parse(strip(url), base);
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    return null;
  }
  if (parsed.origin === new URL(base).origin) {
    return parsed.href;
  }
  return allowedDomains?.some((domain) => matchesDomain(parsed.hostname.toLowerCase(), domain)) ? parsed.href : null;
};

/** The URL of an image that the server itself placed (widgets, attachments): also inline image data and other hosts. */
export const safeServerImage = (url: unknown, base: string): string | null => {
  if (typeof url !== 'string') {
    return null;
  }
  const cleaned = strip(url);
  if (INLINE_IMAGE.test(cleaned)) {
    return cleaned;
  }
  const parsed = parse(cleaned, base);
  return parsed !== null && ['http:', 'https:', 'blob:'].includes(parsed.protocol) ? parsed.href : null;
};
