import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowedOrigins } from '../edge/allowed-origins.js';
import { refuseAfter } from '../edge/rate-limits.js';
import { noteOnRequest } from '../edge/request-notes.js';
import { CallerLooks } from './caller-looks.js';
import { rememberCaller } from './current-owner.js';

/** Lets in who shows the secret of a live session from a page that its tenant allows, within the user's rate limit, and remembers who that is. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly looks: CallerLooks,
    private readonly origins: AllowedOrigins,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { caller: asked, counted } = this.looks.take(request);
    const caller = await asked;
    if (caller === null) {
      throw new FrontdeskError('unauthorized');
    }
    this.origins.assertAllowed(request, caller.tenant);
    rememberCaller(request, caller);
    noteOnRequest(request, { tenantId: caller.tenantId, userId: caller.userId });
    refuseAfter(await (counted ?? this.looks.count(caller)), http.getResponse<FastifyReply>());
    return true;
  }
}
