import type { Token, Tokens } from 'marked';

/** Headings of an answer start below the hidden heading of its message. */
const FIRST_LEVEL = 4;

/**
 * Levels of headings in the order they come. What models write (`##` first, `####` next) is brought into an order
 * without gaps, which is what readers who jump from heading to heading need; its looks stay as written.
 */
export class HeadingOrder {
  private readonly open: number[];

  constructor(open: readonly number[] = []) {
    this.open = [...open];
  }

  next(token: Token): number | undefined {
    if (token.type !== 'heading') {
      return undefined;
    }
    const { depth } = token as Tokens.Heading;
    while ((this.open.at(-1) ?? 0) >= depth) {
      this.open.pop();
    }
    this.open.push(depth);
    return Math.min(6, FIRST_LEVEL + this.open.length - 1);
  }

  copy(): HeadingOrder {
    return new HeadingOrder(this.open);
  }
}
