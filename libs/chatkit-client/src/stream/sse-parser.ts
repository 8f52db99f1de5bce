export interface SseFrame {
  readonly data: string;
  /** The id written with this very frame; null when it has none. */
  readonly id: string | null;
}

/**
 * Reads server-sent events from bytes as they come, cut anywhere: inside a line, a CRLF or a character.
 * Comments, `event:` and unknown fields are skipped; several `data:` lines make one frame.
 */
export class SseParser {
  private readonly decoder = new TextDecoder();
  private line = '';
  private afterCarriageReturn = false;
  private data: string[] = [];
  private id: string | null = null;

  /** @returns the frames that these bytes completed */
  push(bytes: Uint8Array): SseFrame[] {
    const frames: SseFrame[] = [];
    let text = this.decoder.decode(bytes, { stream: true });
    if (this.afterCarriageReturn && text !== '') {
      this.afterCarriageReturn = false;
      // The second half of a line end whose first half ended the last chunk.
      text = text.startsWith('\n') ? text.slice(1) : text;
    }
    this.afterCarriageReturn ||= text.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    // Only new text is searched: a frame with a picture inside comes in hundreds of chunks.
    lines[0] = this.line + (lines[0] ?? '');
    this.line = lines.pop() ?? '';
    for (const line of lines) {
      const frame = this.takeLine(line);
      if (frame) {
        frames.push(frame);
      }
    }
    return frames;
  }

  /** Whether something was begun and not finished: a body that ends here was cut. */
  get unfinished(): boolean {
    return this.line !== '' || this.data.length > 0;
  }

  private takeLine(line: string): SseFrame | null {
    if (line === '') {
      return this.endFrame();
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') {
      this.data.push(value);
    } else if (field === 'id') {
      this.id = value;
    }
    return null;
  }

  private endFrame(): SseFrame | null {
    const { data, id } = this;
    this.data = [];
    this.id = null;
    return data.length > 0 ? { data: data.join('\n'), id } : null;
  }
}
