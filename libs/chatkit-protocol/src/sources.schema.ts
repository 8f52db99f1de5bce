import { absent, openMap } from './fields.js';
import { iconSchema } from './icons.js';
import { z } from './zod.js';

const base = {
  title: z.string(),
  description: absent(z.string()),
  timestamp: absent(z.string()),
  group: absent(z.string()),
};

export const urlSourceSchema = z.object({ ...base, type: z.literal('url'), url: z.string(), attribution: absent(z.string()) });
export const fileSourceSchema = z.object({ ...base, type: z.literal('file'), filename: z.string() });
export const entitySourceSchema = z.object({
  ...base,
  type: z.literal('entity'),
  id: z.string(),
  icon: absent(iconSchema),
  label: absent(z.string()),
  inline_label: absent(z.string()),
  interactive: z.boolean().default(false),
  data: openMap.default({}),
  /** Deprecated in the protocol and without effect. */
  preview: absent(z.literal('lazy')),
});

export const sourceSchema = z.discriminatedUnion('type', [urlSourceSchema, fileSourceSchema, entitySourceSchema]);
export type UrlSource = z.output<typeof urlSourceSchema>;
export type FileSource = z.output<typeof fileSourceSchema>;
export type EntitySource = z.output<typeof entitySourceSchema>;
export type Source = z.output<typeof sourceSchema>;

export const annotationSchema = z.object({
  type: z.literal('annotation').default('annotation'),
  source: sourceSchema,
  /** Character offset of the marker in the part's text; markers with equal offsets are grouped. */
  index: absent(z.int()),
});
export type Annotation = z.output<typeof annotationSchema>;
export type AnnotationInput = z.input<typeof annotationSchema>;
