/**
 * The one table of errors that people and programs outside a process see.
 * `status`: HTTP status at the gateway's edge. `message`: shown as it is, never an internal text.
 * `allowRetry`: whether an `error` frame of the chat offers "try again".
 */
export const ERRORS = {
  /** The body is not JSON, or a field is missing or of the wrong shape; `param` names it. */
  invalid_request: { status: 400, message: 'The request is not valid.', allowRetry: false },
  /** No session, or one that is unknown, cancelled or past its time. */
  unauthorized: { status: 401, message: 'The session is missing or has expired. Get a new client secret.', allowRetry: false },
  /** The hosted API without a key, or with one that is unknown or revoked. */
  invalid_api_key: { status: 401, message: 'The API key is missing, unknown or revoked.', allowRetry: false },
  /** Known caller, but not allowed. */
  forbidden: { status: 403, message: 'This is not allowed.', allowRetry: false },
  /** Not there, or not the caller's: the two are not told apart. */
  not_found: { status: 404, message: 'Not found.', allowRetry: false },
  /** The thread is in a state that does not allow this (waiting for something else, locked, closed). */
  conflict: { status: 409, message: 'The conversation is not in a state that allows this.', allowRetry: false },
  payload_too_large: { status: 413, message: 'The request is too large.', allowRetry: false },
  /** The Idempotency-Key was used for another request. Not 409: official clients send those again. */
  idempotency_key_reused: { status: 422, message: 'This Idempotency-Key was used for a request with another body.', allowRetry: false },
  /** The codes of the hosted service, which its clients know. */
  'chatkit.file_upload_disabled': { status: 400, message: 'Files cannot be uploaded here.', allowRetry: false },
  'chatkit.file_upload_type_rejected': { status: 400, message: 'Files of this type cannot be uploaded here.', allowRetry: false },
  rate_limited: { status: 429, message: 'Too many requests. Wait a moment and try again.', allowRetry: true },
  /** A defect of ours; the cause is in the log under the request's id. */
  internal: { status: 500, message: 'Something went wrong on our side.', allowRetry: true },
  not_implemented: { status: 501, message: 'This operation is not available yet.', allowRetry: false },
  /** A store or a service is away. */
  unavailable: { status: 503, message: 'The service is not available right now. Try again shortly.', allowRetry: true },

  /** The model's server refused our key (401, 403). Retrying cannot help; an operator must act. */
  model_unauthorized: { status: 502, message: 'The model rejected the credentials of this installation. Please tell its operator.', allowRetry: false },
  /** The model's server said 429. */
  model_rate_limited: { status: 502, message: 'The model is busy right now. Try again in a moment.', allowRetry: true },
  /** The model's server failed (5xx), or could not be reached. */
  model_unavailable: { status: 502, message: 'The model could not be reached. Try again in a moment.', allowRetry: true },
  /** The model answered something that is not an answer. */
  model_bad_answer: { status: 502, message: 'The model gave an answer that could not be read. Try again.', allowRetry: true },
  /** Nothing came for TUNABLES.modelIdleMs. */
  model_stalled: { status: 504, message: 'The model stopped answering. Try again.', allowRetry: true },
  /** The request is wrong for the model (400, 404, 422): unknown model name, context too long. */
  model_rejected: { status: 502, message: 'The model did not accept this conversation.', allowRetry: false },
  /** The storage of files did not give what a person or the model is to see, or did not take what came. */
  files_unavailable: { status: 503, message: 'Files cannot be reached right now. Try again in a moment.', allowRetry: true },
  /** More turns than an answer may take. */
  too_many_turns: { status: 500, message: 'The assistant needed too many steps for this. Try asking in smaller parts.', allowRetry: true },
  /** Every worker that took the run died; see TUNABLES.maxAttempts. */
  run_abandoned: { status: 500, message: 'The answer was interrupted several times. Try again.', allowRetry: true },

  /** A guardrail objected to what was asked or to what was answered; nothing of the answer stays. */
  guardrail_tripped: { status: 422, message: 'This cannot be answered here.', allowRetry: false },
  /** A widget's action that nothing handles, or whose payload does not fit. */
  action_unknown: { status: 404, message: 'Nothing here handles this action.', allowRetry: false },

  /** Tool errors: they go to the model, which explains them. */
  tool_unknown: { status: 404, message: 'There is no such tool.', allowRetry: false },
  tool_invalid_arguments: { status: 400, message: 'The arguments of the tool are not valid.', allowRetry: false },
  tool_forbidden: { status: 403, message: 'The tool call is not permitted.', allowRetry: false },
  tool_failed: { status: 500, message: 'The tool failed.', allowRetry: false },
  tool_deadline: { status: 504, message: 'The tool took too long.', allowRetry: true },
  /** An earlier attempt of this very call started and its end is unknown; it is not run again. */
  tool_outcome_unknown: { status: 409, message: 'The tool may have run already; its outcome is not known.', allowRetry: false },
} as const satisfies Record<string, { status: number; message: string; allowRetry: boolean }>;

export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

/** An error with a code of the table. `detail` replaces the table's message and is shown to users; `cause` is for the log alone. */
export class FrontdeskError extends Error {
  readonly code: ErrorCode;
  /** The field that is wrong, as a dotted path. */
  readonly param: string | undefined;

  constructor(code: ErrorCode, options: { detail?: string; param?: string; cause?: unknown } = {}) {
    super(options.detail ?? ERRORS[code].message, { cause: options.cause });
    this.name = 'FrontdeskError';
    this.code = code;
    this.param = options.param;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get allowRetry(): boolean {
    return ERRORS[this.code].allowRetry;
  }
}
