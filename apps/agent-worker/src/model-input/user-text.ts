import type { AgentInputItem } from '@openai/agents';

/** A text in the user's role. Servers of the protocol tell the model about the screen this way too (section 3.8 of the reference). */
export const userText = (...texts: string[]): AgentInputItem => ({
  role: 'user',
  content: texts.map((text) => ({ type: 'input_text', text })),
});
