import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { z } from 'zod';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';

interface InfoReply {
  readonly name: string;
  readonly version: string;
  readonly model: string;
  /** True when a scripted model answers; the page says so. */
  readonly demo_model: boolean;
}

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

/** What this installation is; without a session, for the page's header. */
@Controller('api/info')
export class InfoController {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  @Get()
  @Header('cache-control', 'no-store')
  info(): InfoReply {
    return { name: 'Frontdesk', version, model: this.config.model.name, demo_model: this.config.model.demo };
  }
}
