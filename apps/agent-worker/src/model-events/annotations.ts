import type { Annotation } from '@frontdesk/chatkit-protocol';
import { z } from 'zod';

const filename = z.string().min(1);
const index = z.int().min(0).optional().catch(undefined);

const upstreamSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('file_citation'), filename, index }),
  z.object({ type: z.literal('container_file_citation'), filename, end_index: index }),
  z.object({ type: z.literal('url_citation'), url: z.string().min(1), title: z.string().nullish(), end_index: index }),
]);

/** Chat Completions servers put the fields of a URL citation one level deeper. */
const nestedUrlSchema = z.object({ type: z.literal('url_citation'), url_citation: z.looseObject({}) });

/**
 * A citation of the model as ChatKit shows it (section 3.3 of the protocol reference).
 *
 * @returns null for kinds that have no source to show, and for file citations without a file name
 */
export function toAnnotation(upstream: unknown): Annotation | null {
  const nested = nestedUrlSchema.safeParse(upstream);
  const parsed = upstreamSchema.safeParse(nested.success ? { type: 'url_citation', ...nested.data.url_citation } : upstream);
  if (!parsed.success) {
    return null;
  }
  const citation = parsed.data;
  switch (citation.type) {
    case 'file_citation':
      return fileAnnotation(citation.filename, citation.index);
    case 'container_file_citation':
      return fileAnnotation(citation.filename, citation.end_index);
    case 'url_citation': {
      const title = citation.title ?? '';
      return {
        type: 'annotation',
        source: { type: 'url', title: title === '' ? citation.url : title, url: citation.url },
        index: citation.end_index,
      };
    }
  }
}

function fileAnnotation(name: string, at: number | undefined): Annotation {
  return { type: 'annotation', source: { type: 'file', title: name, filename: name }, index: at };
}
