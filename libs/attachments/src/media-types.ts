/** Pictures that every model and every browser takes, and that are shown as such. An SVG is a program more than a picture: it stays a file. */
export const IMAGE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);

/** Text by its name, though it does not begin with `text/`. */
const TEXT_TYPES = /^(text\/.+|application\/(.+\+)?(json|xml|yaml)|application\/(x-yaml|toml|sql|graphql|javascript|typescript|x-sh|x-httpd-php|x-ndjson|x-tex|rtf)|image\/svg\+xml|message\/rfc822)$/;

export const isTextType = (mimeType: string): boolean => TEXT_TYPES.test(mimeType);

/** `Text/HTML; charset=utf-8` → `text/html`; null when it is no media type at all. */
export function mediaTypeOf(value: string): string | null {
  const essence = value.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9][\w!#$&^.+-]{0,126}\/[a-z0-9*][\w!#$&^.+-]{0,126}$/.test(essence) ? essence : null;
}
