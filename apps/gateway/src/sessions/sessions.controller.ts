import { Controller, Header, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { DEFAULT_TENANT_ID, FrontdeskError } from '@frontdesk/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseAboveLimit } from '../edge/rate-limits.js';
import { RateLimiter } from '../edge/rate-limiter.js';
import { noteOnRequest } from '../edge/request-notes.js';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import { AnonymousUsers } from './anonymous-user.js';
import { SessionStore } from './session.store.js';

interface SessionReply {
  readonly client_secret: string;
  /** Unix seconds. */
  readonly expires_at: number;
}

/** Sessions for the web app of this installation, whose users have no account anywhere. */
@Controller('api/chatkit/session')
export class SessionsController {
  constructor(
    private readonly sessions: SessionStore,
    private readonly users: AnonymousUsers,
    private readonly limiter: RateLimiter,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async create(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionReply> {
    if (!this.config.sessions.anonymousUsers) {
      throw new FrontdeskError('forbidden', { detail: 'Anonymous sessions are switched off on this installation (FRONTDESK_ANONYMOUS_USERS).' });
    }
    refuseForeignPages(request);
    const known = this.users.read(request);
    await refuseAboveLimit(this.limiter, known === null ? `address:${request.ip}` : `session:${known}`, reply);
    const owner = { tenantId: DEFAULT_TENANT_ID, userId: known ?? this.users.create() };
    const session = await this.sessions.issue(owner, this.config.sessions.ttlSeconds);
    this.users.keep(request, reply, owner.userId);
    noteOnRequest(request, owner);
    return { client_secret: session.secret, expires_at: session.expiresAt.getTime() / 1000 };
  }
}

/**
 * A page of another site may not ask: its request would come without our SameSite cookie, and the answer would
 * replace that cookie by a new user's, and with it the user's history. Browsers send the header, others need no guard.
 */
function refuseForeignPages(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    throw new FrontdeskError('forbidden', { detail: 'Sessions are for pages of this installation.' });
  }
}
