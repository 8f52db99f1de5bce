import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { z } from 'zod';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import type { PageElement } from './page-element.js';

interface InfoReply {
  readonly name: string;
  readonly version: string;
  readonly model: string;
  /** True when a scripted model answers; the page says so. */
  readonly demo_model: boolean;
  /** Whose chat element the page shows. */
  readonly element: PageElement['kind'];
}

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

/** What this installation is; without a session, for the page's header. */
@Controller('api/info')
export class InfoController {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  @Get()
  @Header('cache-control', 'no-store')
  info(): InfoReply {
    const { model, web } = this.config;
    return { name: 'Frontdesk', version, model: model.name, demo_model: model.demo, element: web.element.kind };
  }
}
