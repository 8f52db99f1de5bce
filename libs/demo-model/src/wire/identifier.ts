import { randomUUID } from 'node:crypto';

/**
 * A new id, e.g. `call_0f3c…`. Random rather than derived from the conversation: ids must not meet again
 * within a thread, and equal conversations in two threads must not share them.
 */
export function identifier(prefix: 'resp' | 'msg' | 'rs' | 'fc' | 'call' | 'chatcmpl' | 'req', separator = '_'): string {
  return `${prefix}${separator}${randomUUID().replaceAll('-', '')}`;
}
