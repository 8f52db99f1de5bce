import type { Tokens } from 'marked';

const FENCE = /^ {0,3}(`{3,}|~{3,})([^\n]*)\n/;

/** A block of code whose end has not come. Only what is new is searched for the end, since code can be very long. */
export class OpenFence {
  private readonly end: RegExp;
  private readonly begunEnd: RegExp;
  private readonly head: number;
  private readonly language: string;
  private searched: number;

  private constructor(fence: string, language: string, head: number) {
    const char = fence.charAt(0);
    this.end = new RegExp(`^ {0,3}${char}{${fence.length},}[ \\t]*$`, 'm');
    this.begunEnd = new RegExp(`\\n {0,3}${char}{0,${fence.length}}$`);
    this.language = language;
    this.head = head;
    this.searched = head;
  }

  /** @param text the rest of a document, beginning with a block */
  static at(text: string): OpenFence | null {
    const match = FENCE.exec(text);
    if (match === null || (match[1]?.startsWith('`') && match[2]?.includes('`'))) {
      return null;
    }
    const fence = new OpenFence(match[1] ?? '', match[2]?.trim() ?? '', match[0].length);
    return fence.closes(text) ? null : fence;
  }

  /** Whether the end has come meanwhile. */
  closes(text: string): boolean {
    const line = text.lastIndexOf('\n', this.searched - 1) + 1;
    this.searched = text.length;
    return this.end.test(text.slice(line));
  }

  token(text: string): Tokens.Code {
    return { type: 'code', raw: text, lang: this.language, text: text.slice(this.head).replace(this.begunEnd, '') };
  }
}
