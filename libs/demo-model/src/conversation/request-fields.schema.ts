import { z } from 'zod';

/** What both APIs share. Unknown fields are accepted and ignored, as a local model's server does. */
export const contentPartSchema = z.looseObject({ type: z.string() });
export type ContentPart = z.infer<typeof contentPartSchema>;

export const contentSchema = z.union([z.string(), z.array(contentPartSchema)]);
export type Content = z.infer<typeof contentSchema>;

export const jsonSchemaSchema = z.record(z.string(), z.unknown());

const ATTACHMENT_TYPES = new Set(['input_image', 'input_file', 'image_url', 'file', 'input_audio', 'image']);

/** The text parts of a content, joined without separators. */
export function textOf(content: Content | null | undefined): string {
  if (content === null || content === undefined) {
    return '';
  }
  if (typeof content === 'string') {
    return content;
  }
  return content.map((part) => (typeof part['text'] === 'string' ? part['text'] : '')).join('');
}

/** A name for each part that is not text, for an honest "I cannot look inside". */
export function attachmentsOf(content: Content | null | undefined): string[] {
  if (!Array.isArray(content)) {
    return [];
  }
  return content.filter((part) => ATTACHMENT_TYPES.has(part.type)).map(attachmentName);
}

function attachmentName(part: ContentPart): string {
  const nested = part['file'];
  const named = [part['filename'], isRecord(nested) ? nested['filename'] : undefined].find((name) => typeof name === 'string');
  if (typeof named === 'string') {
    return named;
  }
  return part.type.includes('image') ? 'an image' : part.type.includes('audio') ? 'a recording' : 'a file';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
