import { ChatKitHttpError, type UploadStrategy } from '@frontdesk/chatkit-client';
import type { Attachment } from '@frontdesk/chatkit-protocol';
import { reportError, type ChatContext } from './chat-context.js';
import type { ComposerState, DraftFile } from './chat-state.js';
import { maxCount, refusalOf, type AttachmentOption } from './file-limits.js';

let counter = 0;

export const uploadedFile = (attachment: Attachment): DraftFile => {
  counter += 1;
  const { name, mime_type: mimeType } = attachment;
  return { key: counter, name, mimeType, file: null, attachment, phase: 'ready', progress: 1, failure: null };
};

const pickedFile = (file: File): DraftFile => {
  counter += 1;
  return { key: counter, name: file.name, mimeType: file.type, file, attachment: null, phase: 'uploading', progress: null, failure: null };
};

/** What stands in the way of sending the files; null when nothing does. */
export const filesBlock = (files: readonly DraftFile[]): 'composer.waitUpload' | 'composer.uploadFailed' | null => {
  if (files.some(({ phase }) => phase === 'uploading')) {
    return 'composer.waitUpload';
  }
  return files.some(({ phase }) => phase === 'failed') ? 'composer.uploadFailed' : null;
};

/** The files of the draft: checked, uploaded as soon as they are there, taken back when they are removed. */
export class Uploads {
  private readonly context: ChatContext;
  private readonly running = new Map<number, AbortController>();

  constructor(context: ChatContext) {
    this.context = context;
  }

  get option(): AttachmentOption | null {
    const option = this.context.options()?.composer?.attachments;
    return option?.enabled ? option : null;
  }

  /** Takes files that fit the limits; the others are refused with a sentence each. */
  add(files: readonly File[]): void {
    const { option } = this;
    if (option === null || files.length === 0) {
      return;
    }
    const t = this.context.translate();
    const problems: string[] = [];
    const taken: DraftFile[] = [];
    const room = maxCount(option) - this.context.store.get().composer.files.length;
    for (const file of files) {
      const refusal = refusalOf(option, file);
      if (refusal !== null) {
        problems.push(t(refusal.key, refusal.values));
      } else if (taken.length < room) {
        taken.push(pickedFile(file));
      }
    }
    if (files.length - problems.length > Math.max(room, 0)) {
      problems.push(t('files.count', { count: maxCount(option) }));
    }
    this.change((composer) => ({ files: [...composer.files, ...taken], problems }));
    for (const entry of taken) {
      void this.upload(entry);
    }
  }

  retry(key: number): void {
    const entry = this.context.store.get().composer.files.find((candidate) => candidate.key === key);
    if (entry?.phase === 'failed') {
      this.update(key, { phase: 'uploading', progress: null, failure: null });
      void this.upload(entry);
    }
  }

  /** The server forgets a removed file; one of the app's own making is the app's business. */
  remove(key: number): void {
    const entry = this.context.store.get().composer.files.find((candidate) => candidate.key === key);
    this.running.get(key)?.abort();
    this.change((composer) => ({ files: composer.files.filter((candidate) => candidate.key !== key), problems: [] }));
    if (entry?.file && entry.attachment) {
      this.forget(entry.attachment.id);
    }
  }

  /** The element leaves its page. Should it come back, the files can be uploaded again. */
  dispose(): void {
    for (const [key, abort] of this.running) {
      abort.abort();
      this.update(key, { phase: 'failed', progress: null, failure: this.context.translate()('files.failed') });
    }
  }

  /** The draft gets other files: what is still under way has nowhere to come to. */
  abandon(): void {
    for (const abort of this.running.values()) {
      abort.abort();
    }
  }

  private forget(id: string): void {
    this.context
      .client()
      .request('attachments.delete', { attachment_id: id })
      .catch((error: unknown) => reportError(this.context, 'FileAttachmentError', error));
  }

  private async upload({ key, file }: DraftFile): Promise<void> {
    if (file === null) {
      return;
    }
    const abort = new AbortController();
    this.running.set(key, abort);
    this.context.emit('log', { name: 'upload.start', data: { size: file.size, type: file.type } });
    try {
      const onProgress = (progress: number): void => this.update(key, { progress });
      const attachment = await this.context.client().upload(file, this.strategy(), { signal: abort.signal, onProgress });
      if (abort.signal.aborted) {
        this.forget(attachment.id);
        return;
      }
      this.update(key, { phase: 'ready', progress: 1, attachment });
      this.context.emit('log', { name: 'upload.end', data: { size: file.size } });
    } catch (error) {
      if (!abort.signal.aborted) {
        reportError(this.context, 'FileAttachmentError', error);
        this.update(key, { phase: 'failed', progress: null, failure: this.sentence(error) });
      }
    } finally {
      this.running.delete(key);
    }
  }

  private sentence(error: unknown): string {
    const explained = error instanceof ChatKitHttpError && error.code !== null && error.status < 500;
    return explained ? error.message : this.context.translate()('files.failed');
  }

  /** Hosted sessions have no word for it: the sessions API has an address for files, any other endpoint says where to. */
  private strategy(): UploadStrategy {
    const api = this.context.options()?.api;
    if (api !== undefined && 'url' in api) {
      return api.uploadStrategy ?? { type: 'two_phase' };
    }
    const url = this.context.hostedUrl();
    return url.endsWith('/conversation')
      ? { type: 'direct', uploadUrl: `${url.slice(0, -'conversation'.length)}files` }
      : { type: 'two_phase' };
  }

  private update(key: number, part: Partial<DraftFile>): void {
    this.change(({ files }) => ({ files: files.map((entry) => (entry.key === key ? { ...entry, ...part } : entry)) }));
  }

  private change(part: (composer: ComposerState) => Partial<ComposerState>): void {
    this.context.store.update((state) => ({ ...state, composer: { ...state.composer, ...part(state.composer) } }));
  }
}
