import type { ThreadState } from '@frontdesk/chatkit-client';
import type { UserMessageItem } from '@frontdesk/chatkit-protocol';
import type { SendOptions } from './chat-state.js';

const ANNOUNCED_LENGTH = 1_500;

let counter = 0;

/** The message as it is shown until the server's copy comes. */
export const optimisticMessage = (threadId: string, options: SendOptions): UserMessageItem => {
  counter += 1;
  return {
    type: 'user_message',
    id: `local_${counter}`,
    thread_id: threadId,
    created_at: new Date().toISOString(),
    content: options.content,
    attachments: [...options.attachments],
    quoted_text: options.reply || undefined,
    inference_options: options.inference,
  };
};

/** Markdown as it would be read out: without its marks, links as their labels. */
export const spokenText = (markdown: string): string =>
  markdown
    .replace(/^\s*```.*$/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(?:#{1,6}|>|[-*+](?: \[[ x]\])?)\s+/gm, '')
    .replace(/^\s*\|?[\s:|-]+\|?\s*$/gm, '')
    .replace(/\*+|~~|`+|(?<!\w)_+|_+(?!\w)/g, '')
    .replace(/[ \t]*\|[ \t]*/g, ' ')
    .replace(/\n{2,}/g, '\n')
    .trim();

/** The text of the newest answer, for screen readers. */
export const announcementOf = ({ entries }: ThreadState): string => {
  const start = entries.findLastIndex(({ item }) => item.type === 'user_message');
  return entries
    .slice(start + 1)
    .flatMap(({ item }) => (item.type === 'assistant_message' ? item.content.map((part) => spokenText(part.text)) : []))
    .join('\n')
    .slice(0, ANNOUNCED_LENGTH);
};
