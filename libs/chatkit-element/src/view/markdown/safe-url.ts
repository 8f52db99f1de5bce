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

/** Where images may come from. An image that loads tells its host about the reader, whoever placed it. */
export interface ImagePolicy {
  /** The page's address. */
  readonly base: string;
  /** Where the chat's own server answers, whose files have addresses there. */
  readonly server: string;
  /** The thread's `allowed_image_domains`: exact hosts, or `*.example.com`. */
  readonly domains: readonly string[] | undefined;
}

/** `refused`: an image of a host that is not allowed, for the reader to open by hand. */
export type SafeImage = { readonly kind: 'shown'; readonly src: string } | { readonly kind: 'refused'; readonly href: string; readonly host: string };

/**
 * What an image's address comes to: the page's origin, the server's origin and the allowed domains are shown; other hosts
 * are refused; null is no address of an image at all.
 */
export const safeImage = (url: unknown, { base, server, domains }: ImagePolicy): SafeImage | null => {
  const parsed = typeof url === 'string' && strip(url) !== '' ? parse(strip(url), base) : null;
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    return null;
  }
  const own = [base, server].some((address) => parse(address, base)?.origin === parsed.origin);
  const allowed = domains?.some((domain) => matchesDomain(parsed.hostname.toLowerCase(), domain)) ?? false;
  return own || allowed ? { kind: 'shown', src: parsed.href } : { kind: 'refused', href: parsed.href, host: parsed.hostname };
};

/** As {@link safeImage}, for what the server itself placed (widgets, generated images, attachments): it may carry the image in its address. */
export const safeServerImage = (url: unknown, policy: ImagePolicy): SafeImage | null => {
  const cleaned = typeof url === 'string' ? strip(url) : '';
  return INLINE_IMAGE.test(cleaned) || cleaned.startsWith('blob:') ? { kind: 'shown', src: cleaned } : safeImage(url, policy);
};
