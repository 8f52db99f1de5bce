import type { AttachmentRecord, AttachmentStore } from '@frontdesk/attachments';
import type { Attachment } from '@frontdesk/chatkit-protocol';
import type { Owner } from '@frontdesk/contracts';
import type { AgentInputItem } from '@openai/agents';
import { described, isAttachmentPart, type AttachmentPart, type InputPart } from './attachment-part.js';
import type { ByteBudget } from './byte-budget.js';
import type { FileReader, ReadFile } from './file-reader.js';
import { modelForm, type ModelApi } from './model-form.js';
import type { ShownHistory } from '../model-calls/guarded.model.js';

export interface AttachedFilesOptions {
  readonly attachments: Pick<AttachmentStore, 'ready'>;
  readonly reader: Pick<FileReader, 'read'>;
  /** Which API the model's server speaks. */
  readonly api: ModelApi;
  /** How much of a conversation's files one request may hold; older ones are then told by name alone. */
  readonly maxFiles: number;
  readonly maxBytes: number;
  /** What the files of all requests at work may hold together. */
  readonly budget: Pick<ByteBudget, 'take'>;
}

const DELETED = 'It was deleted and cannot be read any more.';
const NOT_READABLE = 'Its content cannot be read here: say so where it matters.';
/** What is read, in words for the user. */
const READS: Readonly<Record<ModelApi, string>> = {
  responses: 'pictures, PDF, text and office documents',
  chat_completions: 'pictures, PDF and text',
};
const NO_ROOM = 'Its content is left out: there is no room for it beside the newer files, or it is too large.';
const SHOWN_BELOW = 'It was sent again later; its content stands there.';
const WHY: Readonly<Record<Exclude<ReadFile, Buffer>, string>> = { gone: DELETED, too_large: NO_ROOM, broken: NOT_READABLE };

/** What is left of a request's room for files. */
interface Room {
  files: number;
  bytes: number;
  readonly shown: Set<string>;
}

/** Puts the content of files into a history, just before a model is given it. */
export class AttachedFiles {
  constructor(private readonly options: AttachedFilesOptions) {}

  /**
   * What the sender of files is to be told, in Markdown: an answer that passes over a file looks as if it had been read.
   *
   * @returns null when the model is given all of them
   */
  noticeOf(sent: readonly Attachment[]): string | null {
    const { api, maxFiles } = this.options;
    const unread = sent.filter(({ type, mime_type: mimeType }) => maxFiles === 0 || modelForm({ kind: type, mimeType }, api) === null);
    if (unread.length === 0) {
      return null;
    }
    const names = unread.map(({ name }) => inCode(name)).join(', ');
    return `The assistant knows ${names} by name alone: it reads ${maxFiles === 0 ? 'no files' : READS[api]}.`;
  }

  /**
   * Waits where other requests hold too much already.
   *
   * @param owner whose conversation it is: files of others are told as deleted
   * @returns the history, and what gives its bytes back once the request is over
   * @throws FrontdeskError files_unavailable when the storage failed again and again; the signal's reason
   */
  async show(owner: Owner, history: readonly AgentInputItem[], signal?: AbortSignal): Promise<ShownHistory> {
    const parts = history.flatMap(partsOf).filter(isAttachmentPart);
    if (parts.length === 0) {
      return { input: [...history], release: () => undefined };
    }
    const records = await this.options.attachments.ready(
      owner,
      parts.map((part) => part.file.id),
    );
    const byId = new Map(records.map((record) => [record.id, record]));
    const share = await this.options.budget.take(this.bytesAtMost(records), signal);
    try {
      const room: Room = { files: this.options.maxFiles, bytes: this.options.maxBytes, shown: new Set() };
      const shown = new Map<unknown, InputPart[]>();
      // One after another, the newest first: they are what is talked about.
      for (const part of parts.toReversed()) {
        shown.set(part, await this.partsFor(part, byId.get(part.file.id), room, signal));
      }
      share.shrinkTo(this.options.maxBytes - room.bytes);
      return { input: history.map((item) => withContents(item, shown)), release: () => share.release() };
    } catch (cause) {
      share.release();
      throw cause;
    }
  }

  /** How large a picture is for models is known only once it is opened. */
  private bytesAtMost(records: readonly AttachmentRecord[]): number {
    const { api, maxFiles, maxBytes } = this.options;
    const sizes = records.map((record) => {
      const form = modelForm(record, api);
      return form === null ? 0 : form.rendition === 'model' ? maxBytes : Math.min(record.size, form.maxBytes);
    });
    return maxFiles === 0 ? 0 : Math.min(maxBytes, sizes.reduce((sum, size) => sum + size, 0));
  }

  private async partsFor(part: AttachmentPart, record: AttachmentRecord | undefined, room: Room, signal?: AbortSignal): Promise<InputPart[]> {
    const form = record === undefined ? null : modelForm(record, this.options.api);
    if (record === undefined || form === null) {
      return [described(part, record === undefined ? DELETED : NOT_READABLE)];
    }
    if (room.shown.has(record.id)) {
      return [described(part, SHOWN_BELOW)];
    }
    const isTooLarge = form.rendition === 'original' && Math.min(record.size, form.maxBytes) > room.bytes;
    const bytes = room.files === 0 || isTooLarge ? 'too_large' : await this.options.reader.read(record, form, room.bytes, signal);
    if (typeof bytes === 'string') {
      return [described(part, WHY[bytes])];
    }
    room.files -= 1;
    room.bytes -= bytes.length;
    room.shown.add(record.id);
    return form.parts(part, record, bytes);
  }
}

/** A name may look like Markdown, and is to be read as it is. */
const inCode = (name: string): string => `\`${name.replaceAll(/[`\s]+/g, ' ')}\``;

const partsOf = (item: AgentInputItem): readonly unknown[] => ('role' in item && item.role === 'user' && Array.isArray(item.content) ? item.content : []);

function withContents(item: AgentInputItem, shown: ReadonlyMap<unknown, InputPart[]>): AgentInputItem {
  if (!('role' in item) || item.role !== 'user' || !Array.isArray(item.content)) {
    return item;
  }
  return { ...item, content: item.content.flatMap((part) => shown.get(part) ?? [part]) };
}
