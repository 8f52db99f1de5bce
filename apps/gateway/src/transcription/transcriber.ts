import { mediaTypeOf } from '@frontdesk/attachments';
import { FrontdeskError, type ErrorCode } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';

/** Somebody waits at an open composer. */
const TIMEOUT_MS = 60_000;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const replySchema = z.object({ text: z.string() });

/** Speech to text, by a server that speaks like OpenAI's `/v1/audio/transcriptions`. */
@Injectable()
export class Transcriber {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  /** @throws FrontdeskError naming the field that is wrong or too long; not_implemented without a server; what went wrong there */
  async transcribe({ audio_base64: base64, mime_type: mimeType }: { audio_base64: string; mime_type: string }): Promise<string> {
    const type = mediaTypeOf(mimeType);
    if (type === null || !/^(audio|video)\//.test(type)) {
      throw new FrontdeskError('invalid_request', { detail: 'This is no type of a recording; audio/webm would be one.', param: 'params.mime_type' });
    }
    const audio = decode(base64);
    if (audio.length === 0) {
      return ''; // nothing was recorded, so nothing was said
    }
    const { baseUrl, apiKey, model, maxBytes } = this.config.transcription;
    if (audio.length > maxBytes) {
      const detail = `The recording is too long: ${maxBytes} bytes at most (TRANSCRIPTION_MAX_BYTES).`;
      throw new FrontdeskError('payload_too_large', { detail, param: 'params.audio_base64' });
    }
    if (baseUrl === null) {
      throw new FrontdeskError('not_implemented', { detail: 'Dictation is not set up on this installation.' });
    }
    const form = new FormData();
    form.set('file', new File([audio], `recording.${type.replace(/.*\/(x-)?/, '')}`, { type }));
    form.set('model', model);
    const response = await this.post(`${baseUrl}/audio/transcriptions`, form, apiKey);
    const reply = replySchema.safeParse(await response.json().catch(() => null));
    if (!reply.success) {
      throw new FrontdeskError('model_bad_answer');
    }
    return reply.data.text;
  }

  private async post(url: string, body: FormData, apiKey: string | null): Promise<Response> {
    let response: Response;
    try {
      const headers: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
      response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (cause) {
      throw new FrontdeskError('model_unavailable', { cause });
    }
    if (!response.ok) {
      throw new FrontdeskError(refusalOf(response.status), { cause: new Error(`the transcription server answered ${response.status}`) });
    }
    return response;
  }
}

/** Characters outside the alphabet are skipped, as in the reference; wrong padding is refused. */
function decode(text: string): Buffer<ArrayBuffer> {
  const plain = text.replace(/[^A-Za-z0-9+/=]/g, '');
  if (!BASE64.test(plain) || plain.length % 4 !== 0) {
    throw new FrontdeskError('invalid_request', { detail: 'The recording is not valid base64.', param: 'params.audio_base64' });
  }
  return Buffer.from(plain, 'base64');
}

function refusalOf(status: number): ErrorCode {
  if (status === 401 || status === 403) {
    return 'model_unauthorized';
  }
  if (status === 429) {
    return 'model_rate_limited';
  }
  return status >= 500 ? 'model_unavailable' : 'model_rejected';
}
