import { ChatKitConnectionError, ChatKitProtocolError } from '../transport/errors.js';
import { SseParser } from './sse-parser.js';

/** Frames that belong to one position of the stream; `id` is that position, null while the server has named none. */
export interface FrameGroup {
  readonly frames: readonly string[];
  readonly id: string | null;
}

/**
 * The data of each frame of a streamed answer, grouped by position. A server names the position after several frames,
 * on the last of them; as soon as it has named one, frames are held until theirs is known. So a connection that breaks
 * within a group shows nothing of it, and the server sends the group again whole.
 * @param grouped whether a position was named before this answer began
 * @throws ChatKitConnectionError when the body breaks off, ChatKitProtocolError when it is no stream of events
 */
export async function* eventFrames(response: Response, grouped: boolean, signal: AbortSignal): AsyncGenerator<FrameGroup, void, undefined> {
  const body = await streamBody(response);
  const parser = new SseParser();
  let held: string[] = [];
  for await (const bytes of chunks(body, signal)) {
    for (const { data, id } of parser.push(bytes)) {
      held.push(data);
      grouped ||= id !== null;
      if (id !== null || !grouped) {
        yield { frames: held, id };
        held = [];
      }
    }
  }
  if (parser.unfinished) {
    throw new ChatKitConnectionError('The answer was cut within an event.');
  }
  if (held.length > 0) {
    yield { frames: held, id: null };
  }
}

async function streamBody(response: Response): Promise<ReadableStream<Uint8Array>> {
  const type = response.headers.get('content-type') ?? '';
  if (response.body !== null && type.toLowerCase().startsWith('text/event-stream')) {
    return response.body;
  }
  await response.body?.cancel();
  throw new ChatKitProtocolError(`The server answered with ${type === '' ? 'nothing' : `"${type}"`} instead of a stream of events.`);
}

async function* chunks(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) {
        return;
      }
      yield value;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new ChatKitConnectionError('The connection was lost.', { cause });
  } finally {
    signal.removeEventListener('abort', stop);
    // Also when the consumer stops early: an unread body would keep its connection open.
    await reader.cancel().catch(() => undefined);
  }
}
