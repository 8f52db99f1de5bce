import { EMPTY_THREAD, type ThreadState } from '@frontdesk/chatkit-client';
import type { Attachment, InferenceOptions, Thread, UserMessageContent } from '@frontdesk/chatkit-protocol';
import type { Command, Entity } from '@openai/chatkit';
import type { CheckedOptions, OptionProblem } from '../options/options.js';
import { createTranslate, en, type Translate } from '../locale/en.js';
import { ENGLISH } from '../locale/locales.js';
import { EMPTY_DRAFT, type Draft, type Trigger } from './draft.js';

/** What went wrong, as the reader is told. */
export interface Failure {
  message: string;
  canRetry: boolean;
  /** Nothing works before somebody signs in again. */
  sessionExpired?: boolean;
  /** When trying again makes sense at the earliest: the server has asked for a pause. */
  retryAt?: number;
}

/** The shown thread; `content` is what the protocol's events made of it. */
export interface ShownThread {
  /** Null on the start screen, and until the server has named a new thread. */
  id: string | null;
  /** Changes when another thread is shown; not when a new thread gets its id. */
  viewKey: number;
  content: ThreadState;
  loading: boolean;
  /** Why the thread could not be loaded, as the reader is told. */
  failure: Failure | null;
  /** Cursor to the page before the first item; null when the start is here. */
  older: string | null;
  loadingOlder: boolean;
}

/** `sending`: nothing has come yet; `tool`: this page's tool runs; `stopping`: Stop was pressed. */
export type AnswerPhase = 'idle' | 'sending' | 'streaming' | 'tool' | 'stopping';

export interface AnswerState {
  phase: AnswerPhase;
  /** Key of the turn that was started on this page; it gets room to grow. */
  liveTurn: string | null;
  stopped: boolean;
  /** False while a broken connection is being taken up again. */
  connected: boolean;
}

/** A file of the draft, from the moment it was picked. */
export interface DraftFile {
  readonly key: number;
  readonly name: string;
  readonly mimeType: string;
  /** Null for files that the app has uploaded by itself. */
  readonly file: File | null;
  readonly attachment: Attachment | null;
  readonly phase: 'uploading' | 'ready' | 'failed';
  /** 0 to 1; null while nobody can tell. */
  readonly progress: number | null;
  readonly failure: string | null;
}

export interface ComposerState extends Draft {
  reply: string | null;
  files: readonly DraftFile[];
  /** What the reader is to know of the draft, such as a file that was not taken. */
  problems: readonly string[];
  toolId: string | null;
  modelId: string | null;
  /** Raised to ask the view to move the focus into the input. */
  focusRequests: number;
  /** Raised to ask the view for the browser's dialog for files. */
  pickRequests: number;
  /** Where the caret is to be put; `move` changes with every wish. */
  caret: { at: number; move: number } | null;
}

/** A row of the menu under the caret. */
export interface Suggestion {
  readonly key: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly icon?: string | undefined;
  readonly group?: string | undefined;
  readonly does: { type: 'entity'; entity: Entity } | { type: 'command'; command: Command } | { type: 'builtin'; run: () => void };
}

/** The menu of the word before the caret. */
export interface SuggestState {
  trigger: Trigger;
  /** A follow-up menu that a command has opened. */
  menu: readonly Command[] | null;
  status: 'loading' | 'ready' | 'failed';
  rows: readonly Suggestion[];
  active: number;
}

/** `asking`: for the microphone; `writing`: the server writes the words down. */
export type DictationState = 'idle' | 'asking' | 'recording' | 'writing';

export interface HistoryState {
  open: boolean;
  status: 'idle' | 'loading' | 'more' | 'ready' | 'failed';
  threads: readonly Thread[];
  after: string | null;
  /** A deletion that can still be undone. */
  deleting: Thread | null;
  problem: string | null;
}

export interface LanguageState {
  locale: string;
  translate: Translate;
  /** False while the words of the locale are on their way. */
  settled: boolean;
}

export interface ChatState {
  options: CheckedOptions | null;
  problems: readonly OptionProblem[];
  thread: ShownThread;
  answer: AnswerState;
  composer: ComposerState;
  suggest: SuggestState | null;
  dictation: DictationState;
  history: HistoryState;
  dismissedNotices: ReadonlySet<number>;
  feedback: Readonly<Record<string, 'positive' | 'negative'>>;
  /** Said once by screen readers. */
  announcement: string;
  online: boolean;
  /** Widget parts that wait for an action. */
  busyActions: ReadonlySet<string>;
  language: LanguageState;
}

const noThread: ShownThread = {
  id: null,
  viewKey: 0,
  content: EMPTY_THREAD,
  loading: false,
  failure: null,
  older: null,
  loadingOlder: false,
};

export const idleAnswer: AnswerState = { phase: 'idle', liveTurn: null, stopped: false, connected: true };

/** Another thread, still empty. */
export const freshThread = (id: string | null, before: ShownThread): ShownThread => ({ ...noThread, id, viewKey: before.viewKey + 1 });

export const initialState: ChatState = {
  options: null,
  problems: [],
  thread: noThread,
  answer: idleAnswer,
  composer: {
    ...EMPTY_DRAFT,
    reply: null,
    files: [],
    problems: [],
    toolId: null,
    modelId: null,
    focusRequests: 0,
    pickRequests: 0,
    caret: null,
  },
  suggest: null,
  dictation: 'idle',
  history: { open: false, status: 'idle', threads: [], after: null, deleting: null, problem: null },
  dismissedNotices: new Set(),
  feedback: {},
  announcement: '',
  online: true,
  busyActions: new Set(),
  language: { locale: ENGLISH, translate: createTranslate(en), settled: false },
};

export interface SendOptions {
  content: UserMessageContent[];
  attachments: readonly Attachment[];
  reply?: string | undefined;
  newThread?: boolean | undefined;
  inference: InferenceOptions;
}

/** Whether a turn is under way, from the moment of sending to its end. */
export const isAnswering = (state: ChatState): boolean => state.answer.phase !== 'idle';

/** Whether the reader has ended the newest answer. */
export const wasStopped = ({ answer, thread }: ChatState): boolean => answer.phase === 'idle' && answer.stopped && thread.content.problem === null;

/** The state with a change to the shown thread's content. */
export const withContent = (state: ChatState, change: (content: ThreadState) => ThreadState): ChatState => {
  const content = change(state.thread.content);
  return content === state.thread.content ? state : { ...state, thread: { ...state.thread, content } };
};
