import { absent, url } from './fields.js';
import { z } from './zod.js';

export const uploadDescriptorSchema = z.object({
  url,
  method: z.enum(['POST', 'PUT']),
  headers: z.record(z.string(), z.string()).default({}),
});
export type UploadDescriptor = z.output<typeof uploadDescriptorSchema>;

const base = {
  id: z.string(),
  name: z.string(),
  mime_type: z.string(),
  /** Where the bytes go; gone once they are there. */
  upload_descriptor: absent(uploadDescriptorSchema),
  thread_id: absent(z.string()),
};

// An attachment's private metadata is no field here: it is never written to a client.
export const fileAttachmentSchema = z.object({ ...base, type: z.literal('file') });
export const imageAttachmentSchema = z.object({ ...base, type: z.literal('image'), preview_url: url });

export const attachmentSchema = z.discriminatedUnion('type', [fileAttachmentSchema, imageAttachmentSchema]);
export type FileAttachment = z.output<typeof fileAttachmentSchema>;
export type ImageAttachment = z.output<typeof imageAttachmentSchema>;
export type Attachment = z.output<typeof attachmentSchema>;
export type AttachmentInput = z.input<typeof attachmentSchema>;
