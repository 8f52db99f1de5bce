import { z } from 'zod';

/** What both APIs share. Unknown fields are accepted and ignored, as a local model's server does. */
export const contentPartSchema = z.looseObject({ type: z.string() });
export type ContentPart = z.infer<typeof contentPartSchema>;

export const contentSchema = z.union([z.string(), z.array(contentPartSchema)]);
export type Content = z.infer<typeof contentSchema>;

export const jsonSchemaSchema = z.record(z.string(), z.unknown());

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

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
