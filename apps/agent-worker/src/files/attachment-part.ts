import type { AgentInputItem } from '@openai/agents';

export type InputPart = Exclude<Extract<AgentInputItem, { role: 'user' }>['content'], string>[number];

/**
 * A file's place in a history: which file, and what it is called. Only the request to the model holds its content
 * (AttachedFiles), so checkpoints stay small and what is deleted meanwhile is nowhere left.
 */
export interface AttachmentPart {
  readonly type: 'input_file';
  readonly file: { readonly id: string };
  /** Pictures of agents have none. */
  readonly filename?: string;
  readonly providerData: { readonly mimeType: string };
}

/** @param name as its sender called it */
export const attachmentPart = (id: string, mimeType: string, name?: string): AttachmentPart => ({
  type: 'input_file',
  file: { id },
  ...(name === undefined ? {} : { filename: name }),
  providerData: { mimeType },
});

/** Ids of files at a model's server look otherwise, and nothing here makes such. */
export const isAttachmentPart = (part: unknown): part is AttachmentPart => {
  const { type, file } = part as Partial<AttachmentPart>;
  return type === 'input_file' && typeof file?.id === 'string' && file.id.startsWith('atc_');
};

/** What stands in place of a file that the model is not shown. */
export const described = ({ filename = 'a picture', providerData: { mimeType } }: AttachmentPart, why: string): InputPart => ({
  type: 'input_text',
  text: `[Attached file: ${filename} (${mimeType}). ${why}]`,
});
