import type { UserMessageItem } from '@frontdesk/chatkit-protocol';
import { newId } from '@frontdesk/contracts';

/** What a user says in a thread. */
export const userMessage = (threadId: string): UserMessageItem => ({
  id: newId('msg'),
  thread_id: threadId,
  created_at: new Date().toISOString(),
  type: 'user_message',
  content: [{ type: 'input_text', text: 'Hello' }],
  attachments: [],
  inference_options: {},
});
