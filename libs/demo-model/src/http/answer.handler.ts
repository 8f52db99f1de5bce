import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { chatRequestSchema, normaliseChatRequest } from '../conversation/chat-completions.normaliser.js';
import type { Conversation } from '../conversation/conversation.js';
import { isRecord } from '../conversation/request-fields.schema.js';
import { normaliseResponsesRequest, responsesRequestSchema } from '../conversation/responses.normaliser.js';
import { QUICK_MODEL_ID } from '../models.js';
import { respond } from '../script/respond.js';
import type { AnswerJob } from '../wire/answer-job.js';
import { ChatCompletionsWriter } from '../wire/chat-completions.writer.js';
import { EventStream } from '../wire/event-stream.js';
import { Pacer } from '../wire/pacer.js';
import { ResponsesWriter } from '../wire/responses.writer.js';
import { ApiError, invalidRequest, sendJson } from './api-error.js';
import { applyFaultAfter, applyFaultAtStart, FaultInjected, type FaultControl } from './fault.js';
import { readJson } from './request-body.js';
import type { LoggedRequest, RequestApi, RequestLog } from './request-log.js';

export interface AnswerSettings {
  readonly tokensPerSecond: number;
  readonly fault: FaultControl | undefined;
  readonly asWritten: ((token: string) => string) | undefined;
}

/** One request and all that its handling needs. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly log: RequestLog;
  readonly id: string;
  readonly settings: AnswerSettings;
}

interface Writer {
  write(): Promise<object>;
  stream(events: EventStream): Promise<void>;
}

/** What differs between the two APIs. */
interface Understood {
  readonly conversation: Conversation;
  readonly model: string;
  readonly maxTokens: number;
  readonly stream: boolean;
  readonly writer: (job: AnswerJob) => Writer;
}

/**
 * Answers one request of either API. When the client goes away, the generation stops.
 * @throws ApiError when the request is not valid
 */
export async function answer(api: RequestApi, { request, response, log, id, settings }: Exchange): Promise<void> {
  const body = await readJson(request);
  const stream = isRecord(body) && body['stream'] === true;
  const record = log.open({ id, api, body, stream, authorization: request.headers.authorization ?? null });
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  try {
    await generateAnswer(api, body, response, record, abort.signal, settings);
    record.end('completed');
  } catch (error) {
    record.end(outcomeOf(error, abort.signal));
    if (error instanceof FaultInjected || abort.signal.aborted) {
      return;
    }
    throw error instanceof z.ZodError ? invalidRequest(error) : error;
  }
}

async function generateAnswer(
  api: RequestApi,
  body: unknown,
  response: ServerResponse,
  record: LoggedRequest,
  signal: AbortSignal,
  settings: AnswerSettings,
): Promise<void> {
  const fault = settings.fault?.(record);
  await applyFaultAtStart(fault, response, record.stream, signal);
  const { conversation, model, maxTokens, stream, writer } = understand(api, body);
  const pacer = new Pacer(settings.tokensPerSecond, signal);
  const beforeToken = async (): Promise<void> => {
    await applyFaultAfter(pacer.tokens, fault, response, signal);
    await pacer.next();
    record.tokens = pacer.tokens;
  };
  const plan = respond(model === QUICK_MODEL_ID ? { ...conversation, wantsReasoning: false } : conversation);
  const writing = writer({ conversation, plan, model, maxTokens, beforeToken, asWritten: settings.asWritten });
  if (stream) {
    await writing.stream(new EventStream(response, signal));
  } else {
    sendJson(response, 200, await writing.write());
  }
}

/** @throws z.ZodError when the request is not valid */
function understand(api: RequestApi, body: unknown): Understood {
  switch (api) {
    case 'responses': {
      const request = responsesRequestSchema.parse(body);
      return {
        conversation: normaliseResponsesRequest(request),
        model: request.model,
        maxTokens: request.max_output_tokens ?? Infinity,
        stream: request.stream ?? false,
        writer: (job) => new ResponsesWriter(job, request),
      };
    }
    case 'chat_completions': {
      const request = chatRequestSchema.parse(body);
      return {
        conversation: normaliseChatRequest(request),
        model: request.model,
        maxTokens: request.max_completion_tokens ?? request.max_tokens ?? Infinity,
        stream: request.stream ?? false,
        writer: (job) => new ChatCompletionsWriter(job, request),
      };
    }
  }
}

function outcomeOf(error: unknown, signal: AbortSignal): 'client_closed' | 'rejected' | 'fault' | 'failed' {
  if (error instanceof FaultInjected) {
    return 'fault';
  }
  if (signal.aborted) {
    return 'client_closed';
  }
  return error instanceof ApiError || error instanceof z.ZodError ? 'rejected' : 'failed';
}
