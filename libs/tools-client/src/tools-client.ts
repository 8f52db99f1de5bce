import { Metadata, status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { FrontdeskError, type ToolCallEvent, type ToolDescriptor } from '@frontdesk/contracts';
import { retryDelayMs, waitFor } from './retry.js';
import { openToolsChannel, type ToolsStub } from './tools-channel.js';
import { decodeToolEvent, decodeTools, MAX_ARGUMENTS_LENGTH, type CallToolRequest } from './wire.schema.js';

export interface CallToolInput {
  readonly tool: string;
  /** The model's id of the call. With the run's id (in the grant) it is the ledger's key: a repeat never runs the tool twice. */
  readonly callId: string;
  /** The arguments exactly as they were hashed into the grant. */
  readonly argumentsJson: string;
  readonly grant: string;
  readonly requestId: string;
  /** Aborting cancels the call at the service too. */
  readonly signal?: AbortSignal;
  /** The tool's own deadline in ms; default: what the last `listTools` said about it, else 30 s. */
  readonly deadlineMs?: number;
}

export interface ToolsClientOptions {
  /** How long `listTools` may take, retries included, in ms. */
  readonly listDeadlineMs?: number;
  /** Attempts of a call after the first that finds the service away: 4 by default, about three seconds; at most 6, about ten. */
  readonly callRetries?: number;
}

const LIST_DEADLINE_MS = 5_000;
const RETRIES = 4;
const UNKNOWN_TOOL_DEADLINE_MS = 30_000;
/** The service's own deadline comes first, since its failure says more than a broken call. */
const WIRE_MARGIN_MS = 5_000;

interface Attempt {
  /** From 1. */
  readonly attempt: number;
  readonly retries: number;
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
}

/** What one call has given its reader so far, over all attempts. */
interface Delivered {
  effects: number;
  readonly progress: Set<string>;
}

/**
 * The worker's side of the tools service (gRPC, tools.proto).
 *
 * A connection that breaks is tried again a few times within the call's deadline. That is safe at any point:
 * the service's ledger answers a repeat of a call with the first outcome, and effects that were already
 * handed out are not handed out again.
 */
export class ToolsClient {
  private readonly stub: ToolsStub;
  private readonly listDeadlineMs: number;
  private readonly callRetries: number;
  private readonly deadlines = new Map<string, number>();

  /** @param url `host:port`, or `unix:/path` */
  constructor(url: string, options: ToolsClientOptions = {}) {
    this.stub = openToolsChannel(url);
    this.listDeadlineMs = options.listDeadlineMs ?? LIST_DEADLINE_MS;
    this.callRetries = options.callRetries ?? RETRIES;
  }

  /**
   * The catalogue of tools.
   * @throws FrontdeskError `unavailable` (service away), `tool_deadline` (no answer in time), `internal` (unreadable answer); the signal's reason when aborted
   */
  async listTools(options: { readonly signal?: AbortSignal } = {}): Promise<ToolDescriptor[]> {
    const deadline = Date.now() + this.listDeadlineMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const tools = decodeTools(await this.listOnce(deadline, options.signal));
        for (const tool of tools) {
          this.deadlines.set(tool.name, tool.deadlineMs);
        }
        return tools;
      } catch (error) {
        await this.pauseOrThrow(error, { attempt, retries: RETRIES, deadline, signal: options.signal });
      }
    }
  }

  /**
   * Runs one tool call. Yields progress and effects, then exactly one `result` or `failure`, which ends the sequence.
   * Failures of the tool are events; what is thrown is trouble on the way:
   * FrontdeskError `unavailable`, `tool_deadline` or `internal`, or the signal's reason when aborted.
   * Leaving the loop early cancels the call.
   */
  async *callTool(input: CallToolInput): AsyncGenerator<ToolCallEvent, void, undefined> {
    if (input.argumentsJson.length > MAX_ARGUMENTS_LENGTH) {
      yield {
        type: 'failure',
        code: 'tool_invalid_arguments',
        message: `The arguments are longer than ${MAX_ARGUMENTS_LENGTH} characters.`,
        retryable: false,
      };
      return;
    }
    const toolDeadlineMs = input.deadlineMs ?? this.deadlines.get(input.tool) ?? UNKNOWN_TOOL_DEADLINE_MS;
    const deadline = Date.now() + toolDeadlineMs + WIRE_MARGIN_MS;
    const delivered: Delivered = { effects: 0, progress: new Set() };
    for (let attempt = 1; ; attempt += 1) {
      try {
        yield* this.callOnce(input, deadline, delivered);
        return;
      } catch (error) {
        await this.pauseOrThrow(error, { attempt, retries: this.callRetries, deadline, signal: input.signal });
      }
    }
  }

  /** Closes the connection. Calls that still run end with `unavailable`. */
  close(): void {
    this.stub.close();
  }

  private listOnce(deadline: number, signal: AbortSignal | undefined): Promise<unknown> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const call = this.stub.ListTools({}, new Metadata(), { deadline }, (error, reply) => {
        signal?.removeEventListener('abort', cancel);
        if (error) {
          reject(error);
        } else {
          resolve(reply);
        }
      });
      const cancel = () => call.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  private async *callOnce(input: CallToolInput, deadline: number, delivered: Delivered): AsyncGenerator<ToolCallEvent, void, undefined> {
    input.signal?.throwIfAborted();
    const request: CallToolRequest = {
      tool: input.tool,
      call_id: input.callId,
      arguments_json: input.argumentsJson,
      grant: input.grant,
      request_id: input.requestId,
    };
    const call = this.stub.CallTool(request, new Metadata(), { deadline });
    const cancel = () => call.cancel();
    input.signal?.addEventListener('abort', cancel, { once: true });
    // Cancelling makes the stream emit one more error, when nobody reads it any more.
    call.on('error', () => undefined);
    try {
      yield* unseen(call, delivered);
    } finally {
      input.signal?.removeEventListener('abort', cancel);
      call.cancel();
    }
  }

  /** Waits before the next attempt, or throws what the caller is to see. */
  private async pauseOrThrow(error: unknown, { attempt, retries, deadline, signal }: Attempt): Promise<void> {
    signal?.throwIfAborted();
    const delay = attempt > retries ? null : retryDelayMs(attempt);
    if (!brokeOff(error) || delay === null || Date.now() + delay >= deadline) {
      throw toFrontdeskError(error);
    }
    await waitFor(delay, signal);
  }
}

/** The events of one attempt without what an earlier attempt has delivered: a replay repeats its effects in the same order. */
async function* unseen(call: ClientReadableStream<unknown>, delivered: Delivered): AsyncGenerator<ToolCallEvent, void, undefined> {
  let effects = 0;
  for await (const message of call) {
    const event = decodeToolEvent(message);
    switch (event.type) {
      case 'progress':
        if (!delivered.progress.has(event.text)) {
          delivered.progress.add(event.text);
          yield event;
        }
        break;
      case 'effect':
        if (event.live === true) {
          yield event; // provisional: what an attempt that broke off showed is shown again as it is now
          break;
        }
        effects += 1;
        if (effects > delivered.effects) {
          delivered.effects = effects;
          yield event;
        }
        break;
      case 'result':
      case 'failure':
        yield event;
        return;
    }
  }
  throw new FrontdeskError('internal', { detail: 'The tools service ended a call without a result.' });
}

/** No connection, or one that ended under the call. CANCELLED is not ours here: an aborted signal was looked at before. */
function brokeOff(error: unknown): boolean {
  const code = statusOf(error);
  return code === status.UNAVAILABLE || code === status.CANCELLED;
}

function statusOf(error: unknown): status | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? (error as ServiceError).code : undefined;
}

/** Errors of gRPC as errors of the table; others pass as they are. */
function toFrontdeskError(error: unknown): unknown {
  const code = statusOf(error);
  switch (code) {
    case undefined:
      return error;
    case status.UNAVAILABLE:
    case status.CANCELLED:
      return new FrontdeskError('unavailable', { detail: 'The tools service is not available right now.', cause: error });
    case status.DEADLINE_EXCEEDED:
      return new FrontdeskError('tool_deadline', { cause: error });
    default:
      return new FrontdeskError('internal', { cause: error });
  }
}
