import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { send } from '@fastify/send';
import { FrontdeskError } from '@frontdesk/contracts';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import { pageWith } from './page-element.js';
import { webTarget } from './web-target.js';

const FOREVER = 'public, max-age=31536000, immutable';
/** May be kept, but is asked for again each time: the answer is mostly "not modified". */
const REVALIDATE = 'no-cache';
const NOT_BUILT = 'The web app is not built yet: run `npm run build`.';
const NOTHING_HERE = 'There is nothing at this address.';

interface StaticFile {
  readonly root: string;
  /** Below the root, as it stands in a URL. */
  readonly path: string;
  readonly cacheControl: string;
  /** What people are told when it is not there. */
  readonly whenMissing: string;
}

/** The web app and the element's script, from disk. */
@Controller()
export class WebController {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  /** The element; other sites embed it, too, which the default resource policy would forbid. */
  @Get('chatkit.js')
  async element(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { elementFile } = this.config.web;
    const whenMissing = 'The chat element is not built yet: run `npm run build`.';
    void reply.header('cross-origin-resource-policy', 'cross-origin');
    await sendFile(request, reply, { root: dirname(elementFile), path: `/${basename(elementFile)}`, cacheControl: REVALIDATE, whenMissing });
  }

  /** What the element loads when it is needed. As modules, other sites may only read it with leave. */
  @Get('chatkit-parts/:file')
  async elementPart(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*');
    const root = join(dirname(this.config.web.elementFile), 'chatkit-parts');
    await sendFile(request, reply, { root, path: `/${file}`, cacheControl: REVALIDATE, whenMissing: NOTHING_HERE });
  }

  /** Every state of the element, for whoever works on it or chooses it. */
  @Get(['gallery', 'gallery.html'])
  async gallery(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { root, gallery } = this.config.web;
    if (!gallery) {
      throw new FrontdeskError('not_found', { detail: NOTHING_HERE });
    }
    await sendFile(request, reply, { root, path: '/gallery.html', cacheControl: REVALIDATE, whenMissing: NOT_BUILT });
  }

  @Get(['/', '*'])
  async serve(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { root } = this.config.web;
    const target = webTarget(request.url.split('?', 1)[0] ?? '/', request.headers.accept?.includes('text/html') ?? false);
    switch (target.kind) {
      case 'page':
        return this.page(request, reply);
      case 'file':
        return sendFile(request, reply, {
          root,
          path: target.path,
          cacheControl: target.immutable ? FOREVER : REVALIDATE,
          whenMissing: NOTHING_HERE,
        });
      case 'nothing':
        throw new FrontdeskError('not_found', { detail: NOTHING_HERE });
    }
  }

  /** As it was built, or with another element in it. */
  private async page(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { root, element } = this.config.web;
    if (element.kind === 'bundled') {
      return sendFile(request, reply, { root, path: '/index.html', cacheControl: REVALIDATE, whenMissing: NOT_BUILT });
    }
    const html = await readFile(join(root, 'index.html'), 'utf8').catch((cause: unknown) => {
      throw new FrontdeskError('not_found', { detail: NOT_BUILT, cause });
    });
    void reply.header('cache-control', REVALIDATE).type('text/html; charset=utf-8').send(pageWith(element, html));
  }
}

/** Never leaves the root; answers conditional and range requests. @throws FrontdeskError not_found */
async function sendFile(request: FastifyRequest, reply: FastifyReply, file: StaticFile): Promise<void> {
  const found = await send(request.raw, file.path, { root: file.root, cacheControl: false, dotfiles: 'ignore', index: false });
  if (found.type !== 'file') {
    found.stream.destroy();
    throw new FrontdeskError('not_found', { detail: file.whenMissing });
  }
  void reply.status(found.statusCode).headers(found.headers).header('cache-control', file.cacheControl).send(found.stream);
}
