import type { Attachment, InferenceOptions, UserMessageContent, UserMessageContentInput } from '@frontdesk/chatkit-protocol';
import type { ToolOption } from '@openai/chatkit';
import type { MessageKey } from '../locale/en.js';
import type { DraftActions } from './builtin-commands.js';
import type { ChatContext } from './chat-context.js';
import { integrationError } from './chat-events.js';
import { isAnswering, type ChatState, type ComposerState } from './chat-state.js';
import type { Conversation } from './conversation.js';
import { contentBetween, draftContent, draftOf, editDraft, outsideTags, replaceIn, triggerAt, wireContent } from './draft.js';
import { Suggestions } from './suggestions.js';
import { filesBlock, uploadedFile, Uploads } from './uploads.js';

/** What `setComposerValue` takes; null clears. */
export interface ComposerInput {
  text?: string;
  content?: UserMessageContentInput[];
  reply?: string | null;
  attachments?: Attachment[];
  files?: File[];
  selectedToolId?: string | null;
  selectedModelId?: string | null;
}

/** What `getComposerValue` gives: the draft as it stands, to be put back by `setComposerValue`. */
export interface ComposerValue {
  text: string;
  /** The text with its tags. */
  content: UserMessageContent[];
  reply: string | null;
  /** Files whose upload is complete. */
  attachments: Attachment[];
  selectedToolId: string | null;
  /** The reader's choice, or the default of the options. */
  selectedModelId: string | null;
}

/** What `sendUserMessage` takes. */
export interface UserMessage {
  text?: string;
  content?: UserMessageContentInput[];
  reply?: string;
  attachments?: Attachment[];
  newThread?: boolean;
  toolChoice?: { id: string };
  model?: string;
}

/** Why the draft cannot be sent now, as a sentence to translate; null when it can. */
export const sendBlock = (state: ChatState): MessageKey | null => {
  const { text, files } = state.composer;
  if (isAnswering(state)) {
    return state.answer.phase === 'tool' ? 'composer.waitTool' : 'composer.waitAnswer';
  }
  if (state.thread.loading) {
    return 'app.loading';
  }
  return text.trim() === '' && files.length === 0 ? 'composer.sendEmpty' : filesBlock(files);
};

/** The model that messages go to unless another is chosen; undefined where the server decides. */
export const modelOf = ({ options, composer }: ChatState): string | undefined => {
  const models = options?.composer?.models ?? [];
  const chosen = models.find((entry) => entry.id === composer.modelId && !entry.disabled);
  return (chosen ?? models.find((entry) => entry.default && !entry.disabled))?.id;
};

const attachmentsOf = ({ files }: ComposerState): Attachment[] => files.flatMap(({ attachment }) => attachment ?? []);

/** The draft and what goes with it. */
export class Composer implements DraftActions {
  readonly uploads: Uploads;
  readonly suggestions: Suggestions;
  private readonly context: ChatContext;
  private readonly conversation: Conversation;
  private readonly served = { focusRequests: 0, pickRequests: 0 };

  constructor(context: ChatContext, conversation: Conversation) {
    this.context = context;
    this.conversation = conversation;
    this.uploads = new Uploads(context);
    this.suggestions = new Suggestions(context, this);
  }

  /** The field has changed by itself: typing, pasting, undoing. */
  edit(text: string, caret: number): void {
    const edited = editDraft(this.context.store.get().composer, text, caret);
    this.change(() => ({ ...edited.draft, problems: [] }));
    if (edited.caret !== caret || edited.draft.text !== text) {
      this.moveCaret(edited.caret);
    }
    this.suggestions.follow(triggerAt(edited.draft, edited.caret));
  }

  /** Puts content in the place of a stretch of the draft, and the caret behind it. */
  insert(from: number, to: number, content: readonly UserMessageContentInput[]): void {
    const { draft, caret } = replaceIn(this.context.store.get().composer, from, to, content);
    this.change(() => ({ ...draft, problems: [] }));
    this.moveCaret(caret);
    this.suggestions.follow(triggerAt(draft, caret));
  }

  /** The caret was moved; it never rests inside a tag. @returns where it rests */
  caretMoved(caret: number, before: number): number {
    const { composer } = this.context.store.get();
    const outside = outsideTags(composer, caret, before);
    if (outside !== caret) {
      this.moveCaret(outside);
    }
    this.suggestions.follow(triggerAt(composer, outside));
    return outside;
  }

  get(): ComposerValue {
    const state = this.context.store.get();
    const { composer } = state;
    return {
      text: composer.text,
      content: contentBetween(composer, 0, composer.text.length),
      reply: composer.reply,
      attachments: attachmentsOf(composer),
      selectedToolId: composer.toolId,
      selectedModelId: modelOf(state) ?? null,
    };
  }

  set(value: ComposerInput): void {
    if (value.files !== undefined && value.files.length > 0 && this.uploads.option === null) {
      throw integrationError('setComposerValue({ files }) is not available: attachments are not switched on');
    }
    if (value.selectedToolId !== undefined) {
      this.selectTool(value.selectedToolId);
    }
    const content = value.content ?? (value.text === undefined ? undefined : [{ type: 'input_text' as const, text: value.text }]);
    if (value.attachments !== undefined) {
      this.uploads.abandon();
    }
    this.change((composer) => ({
      ...(content === undefined ? {} : draftOf(content)),
      reply: value.reply === undefined ? composer.reply : value.reply || null,
      files: value.attachments?.map(uploadedFile) ?? composer.files,
      modelId: value.selectedModelId === undefined ? composer.modelId : value.selectedModelId,
    }));
    if (content !== undefined) {
      this.suggestions.close();
      this.moveCaret(this.context.store.get().composer.text.length);
    }
    this.uploads.add(value.files ?? []);
  }

  selectTool(toolId: string | null): void {
    if (this.context.store.get().composer.toolId === toolId) {
      return;
    }
    this.change(() => ({ toolId }));
    this.context.emit('tool.change', { toolId });
  }

  selectModel(modelId: string): void {
    this.change(() => ({ modelId }));
  }

  /** Answers to a passage of the conversation. */
  quote(reply: string): void {
    this.change(() => ({ reply }));
    this.focus();
  }

  removeReply(): void {
    this.change(() => ({ reply: null }));
    this.focus();
  }

  focus(): void {
    this.change((composer) => ({ focusRequests: composer.focusRequests + 1 }));
  }

  /** Opens the browser's dialog for files. */
  pickFiles(): void {
    this.change((composer) => ({ pickRequests: composer.pickRequests + 1 }));
  }

  /** Whether the view has to do what was asked for: once, however often the composer goes away and is drawn anew. */
  serves(wish: 'focusRequests' | 'pickRequests'): boolean {
    const asked = this.context.store.get().composer[wish];
    const isNew = asked > this.served[wish];
    this.served[wish] = asked;
    return isNew;
  }

  /** What the reader is to know of the draft, such as a file that was not taken. */
  tell(problems: readonly string[]): void {
    this.change(() => ({ problems }));
  }

  /** Sends the draft; false when there is nothing to send or it must wait, which is said. */
  submit(): boolean {
    const state = this.context.store.get();
    const { composer } = state;
    const block = sendBlock(state);
    if (block !== null) {
      if (block === filesBlock(composer.files)) {
        this.tell([this.context.translate()(block)]);
      }
      return false;
    }
    const attachments = attachmentsOf(composer);
    void this.conversation.send({
      content: draftContent(composer),
      attachments,
      reply: composer.reply ?? undefined,
      inference: this.inference(state),
    });
    this.context.emit('log', { name: 'composer.submit', data: { length: composer.text.trim().length, attachments: attachments.length } });
    this.change(() => ({ text: '', tags: [], reply: null, files: [], problems: [] }));
    this.suggestions.close();
    this.releaseTool(composer.toolId);
    return true;
  }

  /** Sends a prompt of the start screen, beside the draft, with the tool and the model that the reader has chosen. */
  sendPrompt(content: readonly UserMessageContentInput[]): void {
    const state = this.context.store.get();
    const { toolId } = state.composer;
    if (isAnswering(state)) {
      return;
    }
    void this.conversation.send({ content: wireContent(content), attachments: [], inference: this.inference(state) });
    this.releaseTool(toolId);
  }

  /** `sendUserMessage`: sends beside the draft, which stays as it is. */
  async send(message: UserMessage): Promise<void> {
    const content: UserMessageContentInput[] =
      message.content ?? (message.text === undefined ? [] : [{ type: 'input_text', text: message.text }]);
    if (content.length === 0 && !message.attachments?.length) {
      throw integrationError('sendUserMessage() needs `text` or `content`');
    }
    await this.conversation.send({
      content: wireContent(content),
      attachments: message.attachments ?? [],
      reply: message.reply,
      newThread: message.newThread,
      inference: {
        ...(message.toolChoice ? { tool_choice: { id: message.toolChoice.id } } : {}),
        ...(message.model ? { model: message.model } : {}),
      },
    });
  }

  /** The options have changed: a tool that they no longer have is not chosen any more. */
  keepTool(before: readonly ToolOption[], now: readonly ToolOption[]): void {
    const { toolId } = this.context.store.get().composer;
    const has = (tools: readonly ToolOption[]): boolean => tools.some(({ id }) => id === toolId);
    if (has(before) && !has(now)) {
      this.selectTool(null);
    }
  }

  /** A tool is chosen for one message, unless it says otherwise. */
  private releaseTool(toolId: string | null): void {
    const tool = this.context.options()?.composer?.tools?.find((entry) => entry.id === toolId);
    if (toolId !== null && !tool?.persistent) {
      this.selectTool(null);
    }
  }

  private inference(state: ChatState): InferenceOptions {
    const { toolId } = state.composer;
    const model = modelOf(state);
    return { ...(toolId === null ? {} : { tool_choice: { id: toolId } }), ...(model === undefined ? {} : { model }) };
  }

  private moveCaret(at: number): void {
    this.change((composer) => ({ caret: { at, move: (composer.caret?.move ?? 0) + 1 } }));
  }

  private change(part: (composer: ComposerState) => Partial<ComposerState>): void {
    this.context.store.update((state) => ({ ...state, composer: { ...state.composer, ...part(state.composer) } }));
  }
}
