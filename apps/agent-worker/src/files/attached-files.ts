import type { AttachmentRecord, AttachmentStore } from '@frontdesk/attachments';
import type { Owner } from '@frontdesk/contracts';
import type { AgentInputItem } from '@openai/agents';
import { described, isAttachmentPart, type AttachmentPart, type InputPart } from './attachment-part.js';
import type { FileReader, ReadFile } from './file-reader.js';
import { modelForm, type ModelApi } from './model-form.js';

export interface AttachedFilesOptions {
  readonly attachments: Pick<AttachmentStore, 'ready'>;
  readonly reader: Pick<FileReader, 'read'>;
  /** Which API the model's server speaks. */
  readonly api: ModelApi;
  /** How much of a conversation's files one request may hold; older ones are then told by name alone. */
  readonly maxFiles: number;
  readonly maxBytes: number;
}

const DELETED = 'It was deleted and cannot be read any more.';
const NOT_READABLE = 'Its content cannot be read here.';
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
   * @param owner whose conversation it is: files of others are told as deleted
   * @throws FrontdeskError files_unavailable when the storage failed again and again; the signal's reason
   */
  async show(owner: Owner, history: readonly AgentInputItem[], signal?: AbortSignal): Promise<AgentInputItem[]> {
    const parts = history.flatMap(partsOf).filter(isAttachmentPart);
    if (parts.length === 0) {
      return [...history];
    }
    const records = await this.options.attachments.ready(
      owner,
      parts.map((part) => part.file.id),
    );
    const byId = new Map(records.map((record) => [record.id, record]));
    const room: Room = { files: this.options.maxFiles, bytes: this.options.maxBytes, shown: new Set() };
    const shown = new Map<unknown, InputPart[]>();
    // One after another, the newest first: they are what is talked about.
    for (const part of parts.toReversed()) {
      shown.set(part, await this.partsFor(part, byId.get(part.file.id), room, signal));
    }
    return history.map((item) => withContents(item, shown));
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

const partsOf = (item: AgentInputItem): readonly unknown[] => ('role' in item && item.role === 'user' && Array.isArray(item.content) ? item.content : []);

function withContents(item: AgentInputItem, shown: ReadonlyMap<unknown, InputPart[]>): AgentInputItem {
  if (!('role' in item) || item.role !== 'user' || !Array.isArray(item.content)) {
    return item;
  }
  return { ...item, content: item.content.flatMap((part) => shown.get(part) ?? [part]) };
}
