import type { WidgetRoot } from '@frontdesk/chatkit-protocol';
import { chatEffectSchema, type ChatEffectInput, type LiveEffectInput } from '@frontdesk/contracts';
import type { ChatEffects } from '../effects/chat-effects.js';

/** The chat as an agent and its own tools see it: everything that a tool of the tools service can do to it, and at once. */
export class AgentChat {
  private emitted = 0;

  /** @param callId the call that the effects belong to: ids of items are made from it */
  constructor(
    private readonly effects: Pick<ChatEffects, 'apply' | 'show' | 'callEnded'>,
    private readonly callId: string,
  ) {}

  /** @throws ZodError when it is no effect of the vocabulary, or does not fit the protocol */
  emit(effect: ChatEffectInput): void {
    this.effects.apply(chatEffectSchema.parse(effect), { callId: this.callId, index: this.emitted });
    this.emitted += 1;
  }

  /** Shows something that is not final: a widget stays only when `emit` brings it again under its key. */
  show(effect: LiveEffectInput): void {
    this.effects.show(chatEffectSchema.parse(effect), { callId: this.callId, index: 0 });
  }

  /** A widget state by state; only what changed is sent. The last state stays; a sequence that fails leaves nothing. */
  async streamWidget(states: AsyncIterable<WidgetRoot>, options: { readonly key: string; readonly copy_text?: string }): Promise<void> {
    let last: WidgetRoot | null = null;
    try {
      for await (const widget of states) {
        last = widget;
        this.show({ type: 'widget', widget, ...options });
      }
    } catch (cause) {
      this.end();
      throw cause;
    }
    if (last !== null) {
      this.emit({ type: 'widget', widget: last, ...options });
    }
  }

  /** What was shown and did not become final goes. */
  end(): void {
    this.effects.callEnded(this.callId);
  }
}
