import { Body, Controller, Header, Headers, HttpCode, Param, Post, UseFilters, UseGuards } from '@nestjs/common';
import { FrontdeskError } from '@frontdesk/contracts';
import { TenantStore } from '@frontdesk/tenants';
import { parseJsonBody } from '../edge/json-body.js';
import { SessionStore, type IdempotentRequest } from '../sessions/session.store.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { CurrentTenant } from './current-tenant.js';
import { HostedErrorFilter } from './hosted-error.filter.js';
import { readInput } from './read-input.js';
import { sessionReply } from './session-reply.js';
import { requestHash, sessionRequestSchema, settingsOf, type SessionRequest } from './session-request.js';

const DEFAULT_TTL_SECONDS = 600;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** `client.beta.chatkit.sessions` */
@Controller('v1/chatkit/sessions')
@UseGuards(ApiKeyGuard)
@UseFilters(HostedErrorFilter)
export class HostedSessionsController {
  constructor(
    private readonly sessions: SessionStore,
    private readonly tenants: TenantStore,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async create(@CurrentTenant() tenantId: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined) {
    const request = readInput(sessionRequestSchema, parseJsonBody(body));
    const once = onceOf(key, request);
    const { settings: tenant } = await this.tenants.get(tenantId);
    const settings = settingsOf(request, tenant);
    const ttlSeconds = request.expires_after?.seconds ?? DEFAULT_TTL_SECONDS;
    return sessionReply(await this.sessions.issue({ tenantId, userId: request.user }, ttlSeconds, { settings, once }));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async cancel(@CurrentTenant() tenantId: string, @Param('id') id: string) {
    const session = await this.sessions.cancel(tenantId, id);
    if (session === null) {
      throw new FrontdeskError('not_found', { detail: `Chatkit Session with id '${id.slice(0, 100)}' not found.`, param: 'session_id' });
    }
    return sessionReply(session);
  }
}

/** @throws FrontdeskError invalid_request when the key is none */
function onceOf(key: string | undefined, request: SessionRequest): IdempotentRequest | null {
  if (key === undefined) {
    return null;
  }
  if (!IDEMPOTENCY_KEY.test(key)) {
    throw new FrontdeskError('invalid_request', { detail: 'Idempotency-Key: expected 1 to 255 visible ASCII characters.', param: 'Idempotency-Key' });
  }
  return { key, requestHash: requestHash(request) };
}
