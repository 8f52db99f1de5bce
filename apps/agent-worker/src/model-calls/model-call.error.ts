/** Something went wrong between us and the model's server; `cause` is what its client threw. */
export class ModelCallError extends Error {
  constructor(cause: unknown) {
    super('the model call failed', { cause });
    this.name = 'ModelCallError';
  }
}

/** The server answered, but what it sent is no answer. The message is ours and holds nothing of the answer. */
export class BadAnswerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadAnswerError';
  }
}
