import { Controller, Get, Header, Inject, UseGuards } from '@nestjs/common';
import { UploadPolicy, acceptedTypes } from '../attachments/upload-limits.js';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import { BearerGuard } from '../sessions/bearer.guard.js';
import type { Caller } from '../sessions/caller.js';
import { CurrentCaller } from '../sessions/current-owner.js';
import { RunTerms } from './run-terms.js';

interface ChatOptionsReply {
  readonly attachments: {
    readonly enabled: boolean;
    /** Bytes of a file, and files of a message. */
    readonly max_size: number;
    readonly max_count: number;
    /** Media types; `image/*` for a family, `*` for all. */
    readonly accept: readonly string[];
  };
  readonly dictation: { readonly enabled: boolean };
  /** To choose from, in the operator's order; none where nothing was listed. */
  readonly models: ReadonlyArray<{ readonly id: string; readonly default: boolean }>;
  /** Those that a message may force; null: any. */
  readonly tools: readonly string[] | null;
}

/** What a chat may offer to this session's user: each of it would be accepted, and what is missing refused. */
@Controller('api/chatkit/options')
@UseGuards(BearerGuard)
export class ChatOptionsController {
  constructor(
    private readonly terms: RunTerms,
    private readonly uploads: UploadPolicy,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'model' | 'transcription'>,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  options(@CurrentCaller() caller: Caller): ChatOptionsReply {
    const limits = this.uploads.limitsFor(caller);
    const { models = [], tools = null } = this.terms.allowedFor(caller);
    return {
      attachments: { enabled: limits.disabledBy === null, max_size: limits.fileBytes.value, max_count: limits.files.value, accept: acceptedTypes(limits) },
      dictation: { enabled: this.config.transcription.baseUrl !== null },
      models: models.map((id) => ({ id, default: id === this.config.model.name })),
      tools,
    };
  }
}
