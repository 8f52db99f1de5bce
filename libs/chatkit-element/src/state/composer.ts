import type { ChatContext } from './chat-context.js';
import { integrationError } from './chat-events.js';
import { isAnswering, type ComposerState } from './chat-state.js';
import type { Conversation } from './conversation.js';
import type { Attachment, InferenceOptions, UserMessageContent, UserMessageContentInput } from '@frontdesk/chatkit-protocol';

/** What `setComposerValue` takes. */
export interface ComposerValue {
  text?: string;
  content?: UserMessageContentInput[];
  reply?: string;
  attachments?: Attachment[];
  files?: File[];
  selectedToolId?: string | null;
  selectedModelId?: string;
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

/** Content as the server wants it: `input_tag` needs its `data`. */
export const wireContent = (content: readonly UserMessageContentInput[]): UserMessageContent[] =>
  content.map((part) =>
    part.type === 'input_tag'
      ? { ...part, data: part.data ?? {}, group: part.group ?? undefined, interactive: part.interactive === true }
      : part,
  );

export const plainText = (content: readonly UserMessageContentInput[]): string => content.map((part) => part.text).join('');

const draftContent = ({ content, text }: ComposerState): UserMessageContent[] => {
  if (content !== null) {
    return [...content];
  }
  return text.trim() === '' ? [] : [{ type: 'input_text', text: text.trim() }];
};

/** The draft and what goes with it. */
export class Composer {
  private readonly context: ChatContext;
  private readonly conversation: Conversation;

  constructor(context: ChatContext, conversation: Conversation) {
    this.context = context;
    this.conversation = conversation;
  }

  setText(text: string): void {
    this.change(() => ({ text, content: null }));
  }

  set(value: ComposerValue): void {
    if (value.files !== undefined && value.files.length > 0) {
      throw integrationError('setComposerValue({ files }) is not available: attachments are not switched on');
    }
    if (value.selectedToolId !== undefined) {
      this.selectTool(value.selectedToolId);
    }
    this.change((composer) => ({
      text: value.content === undefined ? (value.text ?? composer.text) : plainText(value.content),
      content: value.content === undefined ? (value.text === undefined ? composer.content : null) : wireContent(value.content),
      reply: value.reply === undefined ? composer.reply : value.reply || null,
      attachments: value.attachments ?? composer.attachments,
      modelId: value.selectedModelId ?? composer.modelId,
    }));
  }

  selectTool(toolId: string | null): void {
    if (this.context.store.get().composer.toolId === toolId) {
      return;
    }
    this.change(() => ({ toolId }));
    this.context.emit('tool.change', { toolId });
  }

  removeReply(): void {
    this.change(() => ({ reply: null }));
  }

  focus(): void {
    this.change((composer) => ({ focusRequests: composer.focusRequests + 1 }));
  }

  /** Sends the draft; false when there is nothing to send or it must wait. */
  submit(): boolean {
    const state = this.context.store.get();
    const { composer } = state;
    const text = composer.text.trim();
    if (isAnswering(state) || state.thread.loading || (text === '' && composer.attachments.length === 0)) {
      return false;
    }
    void this.conversation.send({
      content: draftContent(composer),
      attachments: composer.attachments,
      reply: composer.reply ?? undefined,
      inference: this.inference(composer),
    });
    this.context.emit('log', { name: 'composer.submit', data: { length: text.length, attachments: composer.attachments.length } });
    this.change(() => ({ text: '', content: null, reply: null, attachments: [] }));
    this.releaseTool(composer.toolId);
    return true;
  }

  /** A tool is chosen for one message, unless it says otherwise. */
  private releaseTool(toolId: string | null): void {
    const tool = this.context.options()?.composer?.tools?.find((entry) => entry.id === toolId);
    if (toolId !== null && !tool?.persistent) {
      this.selectTool(null);
    }
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

  private inference(composer: ComposerState): InferenceOptions {
    const models = this.context.options()?.composer?.models ?? [];
    const model = composer.modelId ?? models.find((entry) => entry.default)?.id;
    return { ...(composer.toolId === null ? {} : { tool_choice: { id: composer.toolId } }), ...(model === undefined ? {} : { model }) };
  }

  private change(part: (composer: ComposerState) => Partial<ComposerState>): void {
    this.context.store.update((state) => ({ ...state, composer: { ...state.composer, ...part(state.composer) } }));
  }
}
