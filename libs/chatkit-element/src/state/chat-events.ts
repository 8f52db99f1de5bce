/** Events of the element and their details, as `@openai/chatkit` types them. */
export interface ChatEvents {
  ready: undefined;
  error: { error: Error };
  effect: { name: string; data?: Record<string, unknown> };
  deeplink: { name: string; data?: Record<string, unknown> };
  'response.start': undefined;
  'response.end': undefined;
  'history.open': undefined;
  'history.close': undefined;
  'thread.change': { threadId: string | null };
  'thread.load.start': { threadId: string };
  'thread.load.end': { threadId: string };
  'tool.change': { toolId: string | null };
  log: { name: string; data?: Record<string, unknown> };
}

export type Emit = <K extends keyof ChatEvents>(name: K, ...detail: ChatEvents[K] extends undefined ? [] : [ChatEvents[K]]) => void;

/** An error that apps see in `chatkit.error`; `name` tells the kind. */
export class ChatError extends Error {
  readonly status: number | undefined;

  constructor(name: string, message: string, options: { status?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = name;
    this.status = options.status;
  }
}

export const integrationError = (message: string): ChatError => new ChatError('IntegrationError', `ChatKit: ${message}`);
