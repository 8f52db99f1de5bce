import { reportError, type ChatContext } from './chat-context.js';
import type { DictationState } from './chat-state.js';
import type { Composer } from './composer.js';

const FORMATS = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
/** A recording is one request: longer ones end by themselves. */
const MAX_MS = 5 * 60_000;

const base64Of = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve((reader.result as string).replace(/^[^,]*,/, '')));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The recording could not be read.')));
    reader.readAsDataURL(blob);
  });

interface Recording {
  recorder: MediaRecorder;
  stream: MediaStream;
  chunks: Blob[];
  /** Also ends by itself, as when the microphone is pulled out. */
  ended: Promise<unknown>;
  timer: ReturnType<typeof setTimeout>;
}

/** Voice input: records, has the server write it down, and puts the words behind the draft. */
export class Dictation {
  private readonly context: ChatContext;
  private readonly composer: Composer;
  private recording: Recording | null = null;
  /** Raised when what is under way is no longer wanted. */
  private turn = 0;

  constructor(context: ChatContext, composer: Composer) {
    this.context = context;
    this.composer = composer;
  }

  async start(): Promise<void> {
    const { dictation } = this.context.store.get();
    if (dictation !== 'idle' || this.context.options()?.composer?.dictation?.enabled !== true) {
      return;
    }
    this.turn += 1;
    const { turn } = this;
    this.set('asking');
    try {
      if (!('MediaRecorder' in globalThis) || navigator.mediaDevices === undefined) {
        throw new DOMException('There is no microphone for this page.', 'NotSupportedError');
      }
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (this.turn !== turn) {
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.record(stream);
    } catch (error) {
      this.fail(turn, error);
    }
  }

  /** Ends the recording; its words come into the draft. */
  async finish(): Promise<void> {
    const { recording, turn } = this;
    if (recording === null) {
      return;
    }
    this.set('writing');
    this.release();
    await recording.ended;
    try {
      const type = recording.recorder.mimeType;
      const audio = await base64Of(new Blob(recording.chunks, { type }));
      const { text } = await this.context.client().request('input.transcribe', { audio_base64: audio, mime_type: type });
      if (this.turn === turn) {
        this.set('idle');
        this.write(text);
      }
    } catch (error) {
      this.fail(turn, error);
    }
  }

  /** Nothing of it is kept. */
  cancel(): void {
    this.turn += 1;
    this.release();
    this.set('idle');
  }

  private record(stream: MediaStream): void {
    const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
    const recorder = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
    const chunks: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
    const recording = { recorder, stream, chunks, ended, timer: setTimeout(() => void this.finish(), MAX_MS) };
    this.recording = recording;
    void ended.then(() => (this.recording === recording ? this.finish() : undefined));
    recorder.start();
    this.set('recording');
  }

  private release(): void {
    const { recording } = this;
    this.recording = null;
    if (recording === null) {
      return;
    }
    clearTimeout(recording.timer);
    if (recording.recorder.state !== 'inactive') {
      recording.recorder.stop();
    }
    recording.stream.getTracks().forEach((track) => track.stop());
  }

  private write(text: string): void {
    const { composer } = this.context.store.get();
    const words = text.trim();
    if (words === '') {
      this.composer.tell([this.context.translate()('dictation.failed')]);
    } else {
      const at = composer.text.length;
      const gap = composer.text === '' || /\s$/.test(composer.text) ? '' : ' ';
      this.composer.insert(at, at, [{ type: 'input_text', text: gap + words }]);
    }
    this.composer.focus();
  }

  private fail(turn: number, error: unknown): void {
    if (this.turn !== turn) {
      return;
    }
    this.release();
    this.set('idle');
    reportError(this.context, 'DictationError', error);
    const kind = error instanceof DOMException ? error.name : '';
    const denied = kind === 'NotAllowedError' || kind === 'SecurityError';
    const absent = kind === 'NotFoundError' || kind === 'NotSupportedError';
    this.composer.tell([this.context.translate()(denied ? 'dictation.denied' : absent ? 'dictation.noMicrophone' : 'dictation.failed')]);
  }

  private set(dictation: DictationState): void {
    this.context.store.update((state) => (state.dictation === dictation ? state : { ...state, dictation }));
  }
}
