/** An answer about one subject. */
export interface Topic {
  /** Two to five words, for the title of a thread about it. */
  readonly title: string;
  /** Markdown. */
  readonly answer: string;
}
